namespace Gateway;

/// <summary>Who may read the metrics. They name models, groups and channels, so they are not for everybody.</summary>
/// <param name="IsEnabled">Whether there is a page at all.</param>
/// <param name="IsOpen">Whether everybody may read it, because the network in front keeps others out.</param>
/// <param name="Keys">The secrets that open it as bearer: its own, and that of the admin API.</param>
internal sealed record MetricsSettings(bool IsEnabled, bool IsOpen, IReadOnlyList<string> Keys)
{
    public static MetricsSettings Read(IConfiguration configuration) => new(
        GatewaySettings.BoolOf(configuration, "OneApi:Metrics:Enabled") ?? true,
        GatewaySettings.BoolOf(configuration, "OneApi:Metrics:Open") ?? false,
        [.. new[] { configuration["OneApi:Metrics:Key"], configuration["OneApi:Admin:Key"] }.OfType<string>().Where(static key => key.Length > 0)]);
}
