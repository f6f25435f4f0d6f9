using Microsoft.Extensions.Logging;

namespace OneApi.Client.Health;

/// <summary>The room's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1520, LogLevel.Warning, "Channel {Number} ({Channel}) rests: {Reason}. It may be tried again from {Until} on.")]
    public static partial void Rests(ILogger logger, int number, string channel, HealthReason reason, DateTimeOffset until);

    [LoggerMessage(1521, LogLevel.Information, "Channel {Channel} was switched off by a person until {Until}.")]
    public static partial void SwitchedOff(ILogger logger, string channel, DateTimeOffset? until);

    [LoggerMessage(1522, LogLevel.Information, "Channel {Channel} was switched on again, and what was known of its health is forgotten.")]
    public static partial void Resumed(ILogger logger, string channel);

    [LoggerMessage(1523, LogLevel.Warning, "What is known of channels could not be shared with other nodes; it is tried again every two seconds, and said when it works.")]
    public static partial void FactsNotShared(ILogger logger, Exception error);

    [LoggerMessage(1524, LogLevel.Information, "What is known of channels is shared with other nodes again.")]
    public static partial void FactsSharedAgain(ILogger logger);

    [LoggerMessage(1525, LogLevel.Information, "Channel {Channel} was switched on again by a person at another node.")]
    public static partial void SwitchedOn(ILogger logger, string channel);
}
