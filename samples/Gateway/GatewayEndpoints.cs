using OneApi.Client;

namespace Gateway;

/// <summary>What clients and administrators call.</summary>
internal static class GatewayEndpoints
{
    /// <returns>The path of the one-use link with which the first administrator sets his key, or null where a key is configured or set already. A secret.</returns>
    public static string? Map(WebApplication app, GatewaySettings settings)
    {
        string? link = null;
        app.MapOneApi();
        app.MapOneApiAdmin(options =>
        {
            options.KeyFile = Path.Combine(settings.DataFolder, "admin-key");
            options.Bootstrap = options.Key is null && options.Policy is null && options.Keys.All(static key => key.Role is not OneApiAdminRole.Admin);
            options.OnBootstrap = path => link = path;
        });
        return link;
    }
}
