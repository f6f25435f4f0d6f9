namespace OneApi.Client.Authentication;

/// <summary>A signature with the texts it was made from. Never printed: whoever holds it can send the request.</summary>
internal sealed class RequestSignature
{
    /// <summary>Gets what the key is narrowed to: day, region, service; with Baidu the prefix of the header.</summary>
    public required string Scope { get; init; }

    public required string CanonicalRequest { get; init; }

    public required string StringToSign { get; init; }

    /// <summary>Gets the signature in lower-case hexadecimal digits.</summary>
    public required string Signature { get; init; }

    /// <summary>Gets the value of the <c>Authorization</c> header.</summary>
    public required string Authorization { get; init; }

    public override string ToString() => "***";
}
