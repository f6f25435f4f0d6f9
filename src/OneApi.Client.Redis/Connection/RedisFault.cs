using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>What an exception of the Redis client means for the operation that met it.</summary>
internal static class RedisFault
{
    /// <summary>Whether it comes from the client or the server at all.</summary>
    public static bool IsOne(Exception error) => error is RedisException or RedisTimeoutException or ObjectDisposedException;

    /// <summary>Whether the operation may have been done all the same.</summary>
    public static bool IsOutcomeUnknown(Exception error) => error switch
    {
        RedisServerException server => server.Message.StartsWith("UNBLOCKED", StringComparison.Ordinal),
        RedisConnectionException lost => lost.CommandStatus is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog),
        RedisTimeoutException late => late.Commandstatus is not CommandStatus.WaitingInBacklog,
        ObjectDisposedException => false,
        _ => true,
    };

    /// <summary>Whether the same operation may work a moment later.</summary>
    public static bool MayPass(Exception error) => error is not RedisServerException server
        ? error is not ObjectDisposedException
        : server.Kind is RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain or RedisErrorKind.ReadOnly
            or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.UnknownRedirectTarget or RedisErrorKind.Busy or RedisErrorKind.NoReplicas
            || HasOnTheMove(server.Message);

    /// <summary>A sentence for the exception that callers see. What the server says is short and holds no secret of ours.</summary>
    public static string Describe(Exception error) => error switch
    {
        RedisServerException server => $"Redis refused the operation: {Cut(server.Message)}",
        RedisTimeoutException => "Redis did not answer in time.",
        RedisConnectionException => "Redis could not be reached, or the connection was lost.",
        ObjectDisposedException => "The connection to Redis has been closed.",
        _ => "Redis failed.",
    };

    /// <summary>A script met a key of a slot that is being moved, or that this node no longer serves. It stopped before it wrote anything.</summary>
    private static bool HasOnTheMove(string message) =>
        message.Contains("non local key", StringComparison.Ordinal)
        || message.Contains("cluster is down", StringComparison.Ordinal)
        || message.Contains("TRYAGAIN", StringComparison.Ordinal)
        || message.Contains("READONLY", StringComparison.Ordinal)
        || message.Contains("CLUSTERDOWN", StringComparison.Ordinal);

    private static string Cut(string message) => message.Length <= 200 ? message : message[..200];
}
