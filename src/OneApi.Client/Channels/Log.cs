using Microsoft.Extensions.Logging;

namespace OneApi.Client.Channels;

/// <summary>Events 1400–1499: channels and configuration.</summary>
internal static partial class Log
{
    [LoggerMessage(1401, LogLevel.Information, "Configuration applied: {Channels} channels, {Groups} groups")]
    public static partial void ConfigurationApplied(ILogger logger, int channels, int groups);

    [LoggerMessage(1402, LogLevel.Warning, "Configuration error: {Error}")]
    public static partial void ConfigurationError(ILogger logger, string error);

    [LoggerMessage(1403, LogLevel.Warning, "The changed configuration has {Count} errors and was not applied; the last good one stays in force")]
    public static partial void ConfigurationKept(ILogger logger, int count);

    [LoggerMessage(1404, LogLevel.Warning, "Configuration key {Key} is not known and was ignored")]
    public static partial void UnknownKey(ILogger logger, string key);

    [LoggerMessage(1405, LogLevel.Warning, "The changed configuration could not be read; the last good one stays in force")]
    public static partial void ConfigurationUnreadable(ILogger logger, Exception error);
}
