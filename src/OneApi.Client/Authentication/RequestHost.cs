namespace OneApi.Client.Authentication;

/// <summary>The <c>Host</c> header as the HTTP client will write it, for the schemes that sign it.</summary>
internal static class RequestHost
{
    /// <summary>The host, with its port unless it is the scheme's own.</summary>
    public static string Of(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost; // IdnHost has no brackets
        return address.IsDefaultPort ? host : $"{host}:{address.Port}";
    }

    public static string Of(HttpRequestMessage request) => request.Headers.Host ?? Of(request.RequestUri!);
}
