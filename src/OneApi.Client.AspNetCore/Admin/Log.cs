using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What the admin API says: 4100 to 4199.</summary>
internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Warning, "The gateway has no admin key yet. Open this one-use link below the gateway's address, or post its code to /api/v1/bootstrap, to set one: {Path}")]
    public static partial void Bootstrap(ILogger logger, string path);

    [LoggerMessage(4102, LogLevel.Information, "The admin key was set through the one-use link, from {Address}")]
    public static partial void KeySet(ILogger logger, string? address);

    [LoggerMessage(4110, LogLevel.Information, "{Caller} did {Action} to {Target} from {Address}: entry {Id} of the audit log, {Hash}")]
    public static partial void Written(ILogger logger, string caller, string action, string target, string? address, long id, string hash);

    [LoggerMessage(4111, LogLevel.Error, "{Caller} did {Action} to {Target} from {Address}, request {RequestId}, and the audit log could not keep it. Before: {Before} After: {After}")]
    public static partial void NotKept(ILogger logger, string caller, string action, string target, string? address, string requestId, string? before, string? after, Exception error);

    [LoggerMessage(4120, LogLevel.Error, "The admin API failed at {Method} {Route}, request {RequestId}")]
    public static partial void Failed(ILogger logger, string method, string route, string requestId, Exception error);

    [LoggerMessage(4121, LogLevel.Warning, "The admin API can't reach a store at {Method} {Route}, request {RequestId}")]
    public static partial void StoreUnreachable(ILogger logger, string method, string route, string requestId, Exception error);

    [LoggerMessage(4122, LogLevel.Warning, "A wrong admin key came from {Address}")]
    public static partial void WrongKey(ILogger logger, string? address);
}
