namespace OneApi.Client.Authentication;

/// <summary>A request as a signing scheme sees it. Headers that are not to be signed stay out.</summary>
internal sealed class SigningRequest
{
    public string Method { get; init; } = "POST";

    /// <summary>Gets the path as it stands in the address.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Gets the query, names and values unescaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Gets the headers to sign, letter for letter as they are sent.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Says no more than the method: a header may be a session token.</summary>
    public override string ToString() => Method;
}
