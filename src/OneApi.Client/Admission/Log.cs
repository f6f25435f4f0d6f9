using Microsoft.Extensions.Logging;

namespace OneApi.Client.Admission;

/// <summary>Events 1100–1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "A store of admission can't be reached ({Code}); the call is refused")]
    public static partial void StoreUnreachable(ILogger logger, string code, Exception error);

    [LoggerMessage(1102, LogLevel.Error, "The limits of channel {Name} can't be checked; it is passed over")]
    public static partial void ChannelLimitUnreachable(ILogger logger, string name, Exception error);
}
