using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Admission;

/// <summary>
/// Rate limits that all nodes share: one script for each scope, with the server's clock. A scope that refuses makes the ones before it be given
/// back. Its keys end by themselves: what is older than a minute counts no more.
/// </summary>
internal sealed class RedisRateLimitStore(RedisRunner runner, Buckets buckets, ILogger<RedisRateLimitStore> logger) : IRateLimitStore
{
    /// <summary>Scripts count in doubles, which are exact up to here; sixty parts of a window must fit in.</summary>
    private const long MostTokens = 1L << 46;
    private static readonly TimeSpan GiveBackLimit = TimeSpan.FromSeconds(5);
    private static readonly RedisScript Acquire = RedisScript.Load("Clock", "Acquire");
    private static readonly RedisScript Return = RedisScript.Load("Clock", "Return");

    public async ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit, CancellationToken cancellationToken)
    {
        Check(permit);
        RateLimitStanding? requests = null, tokens = null;
        for (var i = 0; i < permit.Scopes.Count; i++)
        {
            var scope = permit.Scopes[i];
            RedisResult answer;
            try
            {
                answer = await AcquireAsync(permit, scope, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await GiveBackAsync(permit, i + 1).ConfigureAwait(false);
                throw;
            }

            var free = TimeSpan.FromMilliseconds((long)answer[4]);
            requests = Nearest(requests, scope.Limits.RequestsPerMinute, (long)answer[2], free);
            tokens = Nearest(tokens, scope.Limits.TokensPerMinute, (long)answer[3], free);
            if ((RateLimitKind)(int)answer[0] is not RateLimitKind.None and var refused)
            {
                await GiveBackAsync(permit, i).ConfigureAwait(false);
                return new(false, refused, scope.Key, TimeSpan.FromMilliseconds((long)answer[1]), requests, tokens);
            }
        }

        return new(true, Requests: requests, Tokens: tokens);
    }

    public async ValueTask ReleaseAsync(RateLimitPermit permit, long actualTokens, bool countsRequest, CancellationToken cancellationToken)
    {
        Check(permit);
        ArgumentOutOfRangeException.ThrowIfNegative(actualTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(actualTokens, MostTokens);
        await Task.WhenAll(permit.Scopes.Select(scope => ReturnAsync(permit, scope, actualTokens, countsRequest, cancellationToken))).ConfigureAwait(false);
    }

    private static void Check(RateLimitPermit permit)
    {
        ArgumentNullException.ThrowIfNull(permit);
        ArgumentOutOfRangeException.ThrowIfNegative(permit.EstimatedTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permit.EstimatedTokens, MostTokens);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(permit.Lifetime, TimeSpan.Zero);
    }

    /// <summary>The standing of the scope that has the fewest left.</summary>
    private static RateLimitStanding? Nearest(RateLimitStanding? before, long? limit, long used, TimeSpan free)
    {
        if (limit is not { } most)
        {
            return before;
        }

        var standing = new RateLimitStanding(most, Math.Max(0, most - used), free);
        return before is { } other && other.Remaining <= standing.Remaining ? before : standing;
    }

    private ValueTask<RedisResult> AcquireAsync(RateLimitPermit permit, RateLimitScope scope, CancellationToken cancellationToken)
    {
        var bucket = buckets.Of(scope.Key);
        return runner.EvaluateAsync(
            Acquire,
            [bucket.Window(scope.Key), bucket.Running(scope.Key)],
            [
                permit.Id.ToByteArray(bigEndian: true),
                (long)Math.Ceiling(Math.Min(permit.Lifetime.TotalMilliseconds, TimeSpan.FromDays(365).TotalMilliseconds)),
                permit.EstimatedTokens,
                Limit(scope.Limits.RequestsPerMinute),
                Limit(scope.Limits.TokensPerMinute),
                Limit(scope.Limits.Concurrency),
            ],
            cancellationToken);
    }

    private static RedisValue Limit(long? limit) => limit is { } most ? most : RedisValue.EmptyString;

    private async Task ReturnAsync(RateLimitPermit permit, RateLimitScope scope, long tokens, bool countsRequest, CancellationToken cancellationToken)
    {
        var bucket = buckets.Of(scope.Key);
        await runner.EvaluateAsync(
            Return,
            [bucket.Window(scope.Key), bucket.Running(scope.Key)],
            [permit.Id.ToByteArray(bigEndian: true), tokens, countsRequest ? 1 : 0],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the first scopes back, also when the caller has gone. What can't be given back ends by itself.</summary>
    private async ValueTask GiveBackAsync(RateLimitPermit permit, int count)
    {
        using var limit = new CancellationTokenSource(GiveBackLimit);
        try
        {
            await Task.WhenAll(permit.Scopes.Take(count).Select(scope => ReturnAsync(permit, scope, tokens: 0, countsRequest: false, limit.Token))).ConfigureAwait(false);
        }
        catch (Exception error) when (error is QuotaStoreException or OperationCanceledException)
        {
            Log.PermitNotReturned(logger, error);
        }
    }
}
