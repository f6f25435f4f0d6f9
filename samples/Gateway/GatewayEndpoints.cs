namespace Gateway;

/// <summary>What clients and administrators call.</summary>
internal static class GatewayEndpoints
{
    /// <returns>The path of the one-use link with which the first administrator sets his key, or null where a key is configured or set already. A secret.</returns>
    public static string? Map(WebApplication app, GatewaySettings settings)
    {
        _ = (app, settings);
        return null;
    }
}
