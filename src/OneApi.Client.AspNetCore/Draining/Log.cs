using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Draining;

/// <summary>Events 4300 to 4319.</summary>
internal static partial class Log
{
    [LoggerMessage(4300, LogLevel.Information, "Stopping: {Calls} calls run and have {Timeout} to end; new ones are refused")]
    public static partial void Draining(ILogger logger, int calls, TimeSpan timeout);

    [LoggerMessage(4301, LogLevel.Information, "Stopping: all calls have ended")]
    public static partial void Drained(ILogger logger);

    [LoggerMessage(4302, LogLevel.Warning, "Stopping: {Calls} calls have not ended within {Timeout}, and are ended now")]
    public static partial void DrainTimedOut(ILogger logger, int calls, TimeSpan timeout);
}
