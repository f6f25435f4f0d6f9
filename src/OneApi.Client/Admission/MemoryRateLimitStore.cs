using System.Collections.Concurrent;

namespace OneApi.Client.Admission;

/// <summary>
/// Rate limits in this process. System.Threading.RateLimiting would fit requests, but can't take back a permit or correct an estimate, and its
/// sliding window runs on a clock of its own (docs/decisions/0007).
/// </summary>
internal sealed class MemoryRateLimitStore(TimeProvider time) : IRateLimitStore
{
    private const int ManyScopes = 10_000;
    private readonly ConcurrentDictionary<string, MemoryRateScope> _scopes = new(StringComparer.Ordinal);

    public ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(permit);
        ArgumentOutOfRangeException.ThrowIfNegative(permit.EstimatedTokens);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(permit.Lifetime, TimeSpan.Zero);
        var now = time.GetUtcNow();
        var result = new RateLimitResult(IsAllowed: true);
        for (var i = 0; i < permit.Scopes.Count; i++)
        {
            var one = Take(permit, permit.Scopes[i], now);
            if (!one.IsAllowed)
            {
                for (var taken = 0; taken < i; taken++)
                {
                    GiveBack(permit, permit.Scopes[taken].Key, 0, countsRequest: false, now);
                }

                return new(one);
            }

            result = result with { Requests = Tighter(result.Requests, one.Requests), Tokens = Tighter(result.Tokens, one.Tokens) };
        }

        return new(result);
    }

    public ValueTask ReleaseAsync(RateLimitPermit permit, long actualTokens, bool countsRequest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(permit);
        ArgumentOutOfRangeException.ThrowIfNegative(actualTokens);
        var now = time.GetUtcNow();
        for (var i = 0; i < permit.Scopes.Count; i++)
        {
            GiveBack(permit, permit.Scopes[i].Key, actualTokens, countsRequest, now);
        }

        return ValueTask.CompletedTask;
    }

    private RateLimitResult Take(RateLimitPermit permit, RateLimitScope wanted, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var scope = ScopeOf(wanted.Key, now);
        var limits = wanted.Limits;
        lock (scope.Gate)
        {
            if (scope.IsForgotten)
            {
                return Take(permit, wanted, now);
            }

            scope.Requests.MoveTo(second);
            scope.Tokens.MoveTo(second);
            if (scope.Running.ContainsKey(permit.Id))
            {
                return new(IsAllowed: true);
            }

            if (limits.Concurrency is { } concurrency && IsFullLocked(scope, concurrency, now.UtcTicks))
            {
                return new(false, RateLimitKind.Concurrency, wanted.Key, TimeSpan.FromSeconds(1));
            }

            if (limits.RequestsPerMinute is { } requests && scope.Requests.SecondsUntil(1, requests) is > 0 and var wait)
            {
                return new(false, RateLimitKind.Requests, wanted.Key, TimeSpan.FromSeconds(wait), StandingOf(scope.Requests, requests));
            }

            if (limits.TokensPerMinute is { } tokens && scope.Tokens.SecondsUntil(permit.EstimatedTokens, tokens) is > 0 and var longWait)
            {
                return new(false, RateLimitKind.Tokens, wanted.Key, TimeSpan.FromSeconds(longWait), Tokens: StandingOf(scope.Tokens, tokens));
            }

            scope.Running[permit.Id] = (second, permit.EstimatedTokens, (now + permit.Lifetime).UtcTicks);
            scope.Requests.Add(second, 1);
            scope.Tokens.Add(second, permit.EstimatedTokens);
            return new(
                true,
                Requests: limits.RequestsPerMinute is { } ofRequests ? StandingOf(scope.Requests, ofRequests) : null,
                Tokens: limits.TokensPerMinute is { } ofTokens ? StandingOf(scope.Tokens, ofTokens) : null);
        }
    }

    private static bool IsFullLocked(MemoryRateScope scope, int concurrency, long now)
    {
        if (scope.Running.Count >= concurrency)
        {
            foreach (var (id, running) in scope.Running)
            {
                if (running.EndsAt <= now)
                {
                    scope.Running.Remove(id);
                }
            }
        }

        return scope.Running.Count >= concurrency;
    }

    private void GiveBack(RateLimitPermit permit, string key, long actualTokens, bool countsRequest, DateTimeOffset now)
    {
        if (!_scopes.TryGetValue(key, out var scope))
        {
            return;
        }

        lock (scope.Gate)
        {
            if (!scope.Running.Remove(permit.Id, out var running))
            {
                return;
            }

            var second = now.ToUnixTimeSeconds();
            scope.Requests.MoveTo(second);
            scope.Tokens.MoveTo(second);
            scope.Tokens.Add(running.Second, actualTokens - running.Tokens);
            if (!countsRequest)
            {
                scope.Requests.Add(running.Second, -1);
            }
        }
    }

    private MemoryRateScope ScopeOf(string key, DateTimeOffset now)
    {
        if (_scopes.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_scopes.Count >= ManyScopes)
        {
            ForgetIdle(now);
        }

        return _scopes.GetOrAdd(key, static _ => new());
    }

    private void ForgetIdle(DateTimeOffset now)
    {
        foreach (var entry in _scopes)
        {
            lock (entry.Value.Gate)
            {
                if (entry.Value.IsIdleLocked(now.ToUnixTimeSeconds(), now.UtcTicks))
                {
                    entry.Value.IsForgotten = true;
                    _scopes.TryRemove(entry);
                }
            }
        }
    }

    private static RateLimitStanding StandingOf(MemoryWindow window, long limit) =>
        new(limit, Math.Max(limit - window.Total, 0), TimeSpan.FromSeconds(window.SecondsUntilEmpty()));

    private static RateLimitStanding? Tighter(RateLimitStanding? one, RateLimitStanding? other) =>
        one is { } a && other is { } b ? (a.Remaining <= b.Remaining ? a : b) : one ?? other;
}
