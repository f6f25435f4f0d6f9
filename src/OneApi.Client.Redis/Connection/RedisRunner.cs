using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>
/// Runs scripts: by digest, with their text where a server does not know them; again for as long as an operation may take when a server is
/// moving, starting or being replaced. Every script has an id inside and may be repeated, also when its outcome is not known.
/// </summary>
internal sealed class RedisRunner(RedisConnection connection, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(160);

    private readonly ReplicaWait? _replicas = connection.Options.WaitReplicas > 0 ? new(connection.Options.WaitTimeout, connection.Options.WaitReplicas) : null;

    /// <summary>Runs a script that changes something; with its replicas' word for it where that is asked for.</summary>
    public async ValueTask<RedisResult> WriteAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            return await TryAsync(script, keys, values, isWrite: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (RedisFault.IsOne(error))
        {
            return await AgainAsync(() => TryAsync(script, keys, values, isWrite: true, cancellationToken), started, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a script whose effect need not outlive a failover.</summary>
    public async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            return await TryAsync(script, keys, values, isWrite: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (RedisFault.IsOne(error))
        {
            return await AgainAsync(() => TryAsync(script, keys, values, isWrite: false, cancellationToken), started, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs plain commands that may be repeated.</summary>
    public async ValueTask<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var database = connection.Database ?? await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await command(database).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (RedisFault.IsOne(error))
        {
            return await AgainAsync(() => new ValueTask<T>(command(connection.Database!).WaitAsync(cancellationToken)), started, error, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<T> AgainAsync<T>(Func<ValueTask<T>> attempt, long started, Exception error, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var isUnknown = RedisFault.IsOutcomeUnknown(error);
        while (RedisFault.MayPass(error) && time.GetElapsedTime(started) + pause < connection.Options.OperationTimeout)
        {
            connection.RefreshSoon(error);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception next) when (RedisFault.IsOne(next))
            {
                error = next;
                isUnknown |= RedisFault.IsOutcomeUnknown(next);
            }
        }

        throw new QuotaStoreException(RedisFault.Describe(error), isUnknown, error);
    }

    private ValueTask<RedisResult> TryAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, bool isWrite, CancellationToken cancellationToken) =>
        isWrite && _replicas is not null ? ConfirmedAsync(_replicas, script, keys, values, cancellationToken) : OnceAsync(script, keys, values, cancellationToken);

    private async ValueTask<RedisResult> OnceAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var database = connection.Database ?? await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await database.ScriptEvaluateAsync(script.Digest, keys, values, CommandFlags.DemandMaster).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException error) when (error.Kind is RedisErrorKind.NoScript || error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            var arguments = new List<object>(keys.Length + values.Length + 2) { script.Text, keys.Length };
            foreach (var key in keys)
            {
                arguments.Add(key);
            }

            foreach (var value in values)
            {
                arguments.Add(value);
            }

            return await database.ExecuteAsync("EVAL", arguments, CommandFlags.DemandMaster).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The replicas' word counts only from the connection that the script went over: one that was made since then may lead to a node that has
    /// never seen the write. Then the script, which has its id, is run again.
    /// </summary>
    private async ValueTask<RedisResult> ConfirmedAsync(ReplicaWait replicas, RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        var database = connection.Database ?? await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var server = ServerOf(database, keys[0], CommandStatus.WaitingToBeSent);
        var sockets = server.GetCounters().Interactive.SocketCount;
        var result = await OnceAsync(script, keys, values, cancellationToken).ConfigureAwait(false);
        if (IsRefusal(result))
        {
            return result;
        }

        if (!ServerOf(database, keys[0], CommandStatus.Sent).EndPoint.Equals(server.EndPoint))
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "The slot moved to another node meanwhile.", null, CommandStatus.Sent);
        }

        var confirmed = await replicas.ConfirmAsync(server).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (server.GetCounters().Interactive.SocketCount != sockets)
        {
            throw new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "The connection was made anew meanwhile.", null, CommandStatus.Sent);
        }

        return confirmed >= replicas.Replicas
            ? result
            : throw new QuotaStoreException($"Only {confirmed} of {replicas.Replicas} replicas have confirmed the write in time.", isOutcomeUnknown: true);
    }

    private static IServer ServerOf(IDatabase database, RedisKey key, CommandStatus status)
    {
        try
        {
            return database.Multiplexer.GetServer(key, flags: CommandFlags.DemandMaster);
        }
        catch (InvalidOperationException none)
        {
            // The client's way to say that the node that serves the key is not connected.
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, none.Message, none, status);
        }
    }

    /// <summary>A negative number is what scripts give when they have changed nothing.</summary>
    private static bool IsRefusal(RedisResult result) => result.Resp2Type is ResultType.Integer && (long)result < 0;
}
