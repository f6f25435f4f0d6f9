using Microsoft.Extensions.Logging;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore;

/// <summary>The log of this package, events 2000 to 2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Applied {Count} migrations to {Engine}, the last one {Migration}")]
    public static partial void Migrated(ILogger logger, DatabaseEngine engine, int count, string migration);

    [LoggerMessage(2001, LogLevel.Warning, "A batch of {Count} operations failed ({Reason}), try {Try}; it is tried again")]
    public static partial void BatchRetried(ILogger logger, int count, string reason, int @try);

    [LoggerMessage(2002, LogLevel.Error, "A batch of {Count} operations failed ({Reason}); unknown outcome: {IsOutcomeUnknown}")]
    public static partial void BatchFailed(ILogger logger, int count, string reason, bool isOutcomeUnknown);

    [LoggerMessage(2003, LogLevel.Warning, "One operation failed ({Reason}); the {Count} others of its batch were done without it")]
    public static partial void OperationFailed(ILogger logger, string reason, int count);
}
