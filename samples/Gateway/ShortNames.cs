namespace Gateway;

/// <summary>The short names of some settings, as the environment of a container gives them, and what they stand for.</summary>
internal static class ShortNames
{
    private static readonly (string Name, string Key)[] Names =
    [
        ("ONEAPI_DATA", "OneApi:Data"),
        ("ONEAPI_KEY_FOLDER", "OneApi:KeyFolder"),
        ("ONEAPI_ADMIN_KEY", "OneApi:Admin:Key"),
        ("THEME", "OneApi:Dashboard:Theme"),
    ];

    public static IEnumerable<KeyValuePair<string, string?>> Read(IConfiguration configuration, bool? demo)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key) in Names)
        {
            if (configuration[name] is { Length: > 0 } value)
            {
                values[key] = value;
            }
        }

        if (configuration["ONEAPI_LOG_LEVEL"] is { Length: > 0 } level)
        {
            values["Logging:LogLevel:OneApi.Client"] = LevelOf(level).ToString();
        }

        if (demo is not null)
        {
            values["OneApi:Demo"] = demo.ToString();
        }

        return values;
    }

    private static LogLevel LevelOf(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        "OFF" or "NONE" => LogLevel.None,
        _ => throw new SettingException($"ONEAPI_LOG_LEVEL: '{text}' is not known; use trace, debug, info, warn, error, fatal or off."),
    };
}
