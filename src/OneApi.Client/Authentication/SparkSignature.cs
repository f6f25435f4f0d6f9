namespace OneApi.Client.Authentication;

/// <summary>A signed address of Spark with the texts it was made from. Never printed: whoever holds it can connect.</summary>
internal sealed class SparkSignature
{
    public required string StringToSign { get; init; }

    /// <summary>Gets the signature in base64.</summary>
    public required string Signature { get; init; }

    /// <summary>Gets what <see cref="Authorization"/> is in clear.</summary>
    public required string AuthorizationOrigin { get; init; }

    /// <summary>Gets the value of the query parameter <c>authorization</c>.</summary>
    public required string Authorization { get; init; }

    /// <summary>Gets the address to connect to, good for five minutes and one connection.</summary>
    public required Uri Address { get; init; }

    public override string ToString() => "***";
}
