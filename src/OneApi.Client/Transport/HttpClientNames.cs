namespace OneApi.Client.Transport;

/// <summary>The names under which our HTTP clients stand in the host's factory: one for each authentication scheme.</summary>
internal static class HttpClientNames
{
    public const string Prefix = "OneApi.Client:";
}
