using System.Globalization;
using Microsoft.Extensions.Options;
using OneApi.Client;

namespace Gateway;

/// <summary>What the host itself needs to know; everything else is read by the libraries. Read once, at start.</summary>
internal sealed class GatewaySettings
{
    public const string DatabaseFile = "oneapi.db";
    public const string DemoDatabaseFile = "demo.db";

    /// <summary>Gets the full path of the data folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Gets the full path of the folder with the keys of stored secrets, or null where none is named.</summary>
    public string? KeyFolder { get; init; }

    public required bool IsDemo { get; init; }

    /// <summary>Gets a value indicating whether the demo was asked for, and is not only there because no channel is configured.</summary>
    public bool IsDemoAskedFor { get; init; }

    /// <summary>Gets a value indicating whether channels come from well-known variables such as OPENAI_API_KEY: that is so where none is configured.</summary>
    public bool UsesEnvironmentChannels { get; init; }

    public bool HasChannels { get; init; }

    public string? Postgres { get; init; }

    public bool HasRedis { get; init; }

    public bool HasPepper { get; init; }

    /// <summary>Gets the secret of the admin API; made for this run in a demo without one. Null: nobody has one yet.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Gets a value indicating whether the demo has made the secret, which then is shown once.</summary>
    public bool IsAdminKeyMade { get; init; }

    /// <summary>Gets the values that somebody else reads out of the configuration.</summary>
    public required MetricsSettings Metrics { get; init; }

    public static string DataFolderOf(IConfiguration configuration, IHostEnvironment environment) =>
        Path.GetFullPath(configuration["OneApi:Data"] is { Length: > 0 } folder ? folder : "data", environment.ContentRootPath);

    public static GatewaySettings Read(ConfigurationManager configuration, IHostEnvironment environment)
    {
        var data = DataFolderOf(configuration, environment);
        PrivateFolder.Make(data, "OneApi:Data");
        var postgres = configuration["OneApi:Store:Postgres"] is { Length: > 0 } own ? own : configuration.GetConnectionString("Postgres");
        var isConfigured = configuration.GetSection("OneApi:Channels").GetChildren().Any();
        var usesEnvironment = !isConfigured && EnvironmentHasChannels();
        var hasChannels = isConfigured || usesEnvironment;
        var asked = BoolOf(configuration, "OneApi:Demo");
        var isUsed = !string.IsNullOrEmpty(postgres) || File.Exists(Path.Combine(data, DatabaseFile));
        var isDemo = asked ?? (!hasChannels && !isUsed);
        var adminKey = configuration["OneApi:Admin:Key"];
        var isMade = isDemo && string.IsNullOrEmpty(adminKey);
        if (isMade)
        {
            adminKey = RandomSecret.Make();
            configuration.AddInMemoryCollection([new("OneApi:Admin:Key", adminKey)]);
        }

        return new()
        {
            DataFolder = data,
            KeyFolder = configuration["OneApi:KeyFolder"] is { Length: > 0 } keys ? Path.GetFullPath(keys, environment.ContentRootPath) : null,
            IsDemo = isDemo,
            IsDemoAskedFor = asked is true,
            UsesEnvironmentChannels = usesEnvironment && !isDemo,
            HasChannels = hasChannels,
            Postgres = isDemo || string.IsNullOrEmpty(postgres) ? null : postgres,
            HasRedis = !string.IsNullOrWhiteSpace(configuration["REDIS_URL"]) || configuration.GetSection("OneApi:Redis").Exists(),
            HasPepper = configuration["OneApi:Tokens:Pepper"] is { Length: > 0 },
            AdminKey = string.IsNullOrEmpty(adminKey) ? null : adminKey,
            IsAdminKeyMade = isMade,
            Metrics = MetricsSettings.Read(configuration),
        };
    }

    public static bool? BoolOf(IConfiguration configuration, string key) => configuration[key] switch
    {
        null or "" => null,
        { } text when bool.TryParse(text, out var value) => value,
        { } text => throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{key}: '{text}' is neither true nor false.")),
    };

    /// <summary>The library knows the variables; it is asked before the real container is built, because the choice of the stores depends on it.</summary>
    private static bool EnvironmentHasChannels()
    {
        var services = new ServiceCollection();
        services.AddOneApi().AddChannelsFromEnvironment();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<OneApiOptions>>().Value.Channels.Count > 0;
    }
}
