using Microsoft.Extensions.Logging;

namespace OneApi.Client.Traffic;

/// <summary>The room's log messages, events 1540–1559.</summary>
internal static partial class Log
{
    [LoggerMessage(1540, LogLevel.Warning, "Canary {Name} of group {Group} has gone back to the old channels: {Finding}")]
    public static partial void WentBack(ILogger logger, string name, string group, string finding);

    [LoggerMessage(1541, LogLevel.Warning, "Canary {Name} of group {Group} was given back to the old channels by a person")]
    public static partial void WasReturned(ILogger logger, string name, string group);

    [LoggerMessage(1542, LogLevel.Information, "Canary {Name} of group {Group} goes on")]
    public static partial void Resumed(ILogger logger, string name, string group);

    [LoggerMessage(1543, LogLevel.Warning, "A copy for {Name} failed in an unexpected way; no caller is affected")]
    public static partial void CopyFailed(ILogger logger, string name, Exception error);
}
