namespace Gateway;

/// <summary>Port 3000, or <c>PORT</c>, where nothing else is said (<c>--urls</c>, <c>ASPNETCORE_URLS</c>, <c>Kestrel:Endpoints</c>).</summary>
internal static class ListenAddress
{
    private const int DefaultPort = 3000;
    private static readonly string[] Others = ["urls", "http_ports", "https_ports"];

    public static void SetDefault(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (Others.Any(name => !string.IsNullOrWhiteSpace(configuration[name])) || configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return;
        }

        // Who names a port, or runs it in a container, wants to reach it from outside; on a bare machine nobody else does until told so.
        var port = configuration["PORT"];
        var isOpen = port is { Length: > 0 } || bool.TryParse(Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER"), out var isContainer) && isContainer;
        builder.WebHost.UseUrls($"http://{(isOpen ? "*" : "localhost")}:{(port is { Length: > 0 } ? NumberOf(port) : DefaultPort)}");
    }

    private static int NumberOf(string port) =>
        int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number <= 65535
            ? number
            : throw new SettingException($"PORT: '{port}' is not a port; use a number from 0 to 65535.");
}
