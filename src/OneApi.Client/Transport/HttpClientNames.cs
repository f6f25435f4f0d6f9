namespace OneApi.Client.Transport;

/// <summary>The names under which our HTTP clients stand in the host's factory: one for each authentication scheme, and one that proves nothing.</summary>
internal static class HttpClientNames
{
    public const string Prefix = "OneApi.Client:";

    /// <summary>For requests that carry no credential of a handler's: issuing one, and fetching what an answer points to.</summary>
    public const string Unauthenticated = Prefix + "none";
}
