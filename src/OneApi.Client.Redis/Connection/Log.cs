using Microsoft.Extensions.Logging;

namespace OneApi.Client.Redis.Connection;

/// <summary>Events 3000–3019: the connection to Redis. 3020–3039: draining. 3040–3059: the other stores.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Connected to Redis; {Buckets} buckets under {KeyPrefix}")]
    public static partial void Connected(ILogger logger, int buckets, string keyPrefix);

    [LoggerMessage(3001, LogLevel.Error, "Redis could not be reached at the start; calls that need a quota are refused until it can")]
    public static partial void NotReached(ILogger logger, Exception error);

    [LoggerMessage(3002, LogLevel.Warning, "Redis {Server} does not tell its maxmemory-policy; it must be noeviction")]
    public static partial void PolicyUnknown(ILogger logger, string server);

    [LoggerMessage(3003, LogLevel.Warning, "Redis {Server} keeps no append-only file; quotas are lost when it ends")]
    public static partial void NoAppendOnlyFile(ILogger logger, string server);

    [LoggerMessage(3004, LogLevel.Warning, "Redis {Server} has no replica; when it fails, its share of the accounts can't be used")]
    public static partial void NoReplica(ILogger logger, string server);

    [LoggerMessage(3005, LogLevel.Debug, "The nodes of Redis could not be asked anew who serves what")]
    public static partial void RefreshFailed(ILogger logger, Exception error);

    [LoggerMessage(3006, LogLevel.Warning, "Another ledger has taken Redis' place: it gets the records all the same, but its reports lag behind by a moment. Register it before AddRedis")]
    public static partial void LedgerNotDecorated(ILogger logger);

    [LoggerMessage(3020, LogLevel.Warning, "Usage records could not be moved from Redis to the ledger; they stay in Redis and are tried again")]
    public static partial void DrainFailed(ILogger logger, Exception error);

    [LoggerMessage(3021, LogLevel.Error, "{Count} entries of the stream {Stream} can't be read as usage records; they are kept in {Aside}")]
    public static partial void Unreadable(ILogger logger, int count, string stream, string aside);

    [LoggerMessage(3022, LogLevel.Error, "A call that is charged to accounts in several buckets was read too late to make sure that all of them were charged: {CallId}")]
    public static partial void TooLateToComplete(ILogger logger, Guid callId);

    [LoggerMessage(3023, LogLevel.Warning, "Usage records are left in Redis at the stop; the next node to start moves them")]
    public static partial void LeftAtStop(ILogger logger, Exception error);

    [LoggerMessage(3040, LogLevel.Warning, "A rate limit's permit could not be given back; it ends by itself")]
    public static partial void PermitNotReturned(ILogger logger, Exception error);

    [LoggerMessage(3041, LogLevel.Warning, "A shared credential can't be read with this CredentialKey; it is issued anew")]
    public static partial void CredentialUnreadable(ILogger logger);

    [LoggerMessage(3043, LogLevel.Warning, "{Count} words about channels can't be read; another version of the gateway has written them, and they are left out")]
    public static partial void FactsUnreadable(ILogger logger, int count);

    [LoggerMessage(3042, LogLevel.Warning, "A reservation over several buckets was refused in one of them, and could not be undone in another; that hold ends by itself")]
    public static partial void HoldNotUndone(ILogger logger, Exception error);
}
