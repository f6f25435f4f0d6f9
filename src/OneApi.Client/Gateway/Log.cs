using Microsoft.Extensions.Logging;

namespace OneApi.Client.Gateway;

/// <summary>Events 1000–1099 of the gateway, and the two of routing (1501, 1502) that users know from their story.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "{Setting} was not honoured by channel {Number} ({Name}): {Message}")]
    public static partial void SettingNotHonoured(ILogger logger, string setting, int number, string name, string message);

    [LoggerMessage(1002, LogLevel.Error, "A usage observer failed; the call itself is not affected")]
    public static partial void ObserverFailed(ILogger logger, Exception error);

    [LoggerMessage(1003, LogLevel.Warning, "A stream from channel {Number} ({Name}) broke after content ({Kind})")]
    public static partial void StreamBroke(ILogger logger, int number, string name, OneApiErrorKind kind);

    [LoggerMessage(1004, LogLevel.Warning, "A rate limit could not be given back; it ends by itself")]
    public static partial void LimitNotGivenBack(ILogger logger, Exception error);

    [LoggerMessage(1501, LogLevel.Warning, "Channel {Number} ({Name}) failed ({Kind}), retrying with next channel…")]
    public static partial void RetryingWithNextChannel(ILogger logger, int number, string name, OneApiErrorKind kind);

    [LoggerMessage(1502, LogLevel.Information, "Retry succeeded using channel {Number} ({Name})")]
    public static partial void RetrySucceeded(ILogger logger, int number, string name);

    [LoggerMessage(1503, LogLevel.Warning, "Channel {Number} ({Name}) failed ({Kind}), retrying on the same channel in {Wait}")]
    public static partial void RetryingOnSameChannel(ILogger logger, int number, string name, OneApiErrorKind kind, TimeSpan wait);

    [LoggerMessage(1506, LogLevel.Information, "Channel {Number} ({Name}) has shown nothing for {After}; channel {Rival} is asked as well")]
    public static partial void Racing(ILogger logger, int number, string name, TimeSpan after, string rival);

    [LoggerMessage(1507, LogLevel.Warning, "A stream from channel {Number} ({Name}) broke after content ({Kind}) and goes on from channel {Rescuer}")]
    public static partial void Rescued(ILogger logger, int number, string name, OneApiErrorKind kind, string rescuer);

    [LoggerMessage(1508, LogLevel.Debug, "A broken stream could not be taken over by channel {Number} ({Name}): {Why}")]
    public static partial void NotRescued(ILogger logger, int number, string name, string why);

    [LoggerMessage(1505, LogLevel.Information, "Channel {Number} ({Name}) refused an issued token; trying again with a new one")]
    public static partial void RefreshingCredential(ILogger logger, int number, string name);

    [LoggerMessage(1504, LogLevel.Debug, "Channel {Number} ({Name}) failed ({Kind}), status {Status}, request id {RequestId}")]
    public static partial void AttemptFailed(ILogger logger, int number, string name, OneApiErrorKind kind, int? status, string? requestId);
}
