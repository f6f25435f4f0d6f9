using Microsoft.Extensions.Logging;

namespace OneApi.Client.Settings;

/// <summary>Events 1450–1459 of stored settings.</summary>
internal static partial class Log
{
    [LoggerMessage(1450, LogLevel.Warning, "The store of settings could not be read; what is known of it stays")]
    public static partial void StoreUnreachable(ILogger logger, Exception error);

    [LoggerMessage(1451, LogLevel.Error, "The stored setting {Kind} {Name} is not in force, all others are: {Errors}")]
    public static partial void SettingLeftOut(ILogger logger, string kind, string name, string errors);
}
