using Microsoft.Extensions.Logging;

namespace OneApi.Client.Authentication;

/// <summary>Events 1700–1799: authentication.</summary>
internal static partial class Log
{
    [LoggerMessage(1701, LogLevel.Warning, "A provider's token could not be renewed ahead of its end; the one at hand serves until then")]
    public static partial void RenewalFailed(ILogger logger, Exception error);

    [LoggerMessage(1702, LogLevel.Warning, "The credential cache failed; tokens are kept in this process meanwhile")]
    public static partial void CacheFailed(ILogger logger, Exception error);
}
