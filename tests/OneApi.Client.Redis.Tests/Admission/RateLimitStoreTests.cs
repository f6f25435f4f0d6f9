namespace OneApi.Client.Redis.Tests.Admission;

/// <summary>Rate limits on one Redis. Windows are a minute long; where one has to pass, its parts are aged in Redis instead of waiting.</summary>
public sealed class RateLimitStoreTests(SingleRedis redis) : IAsyncLifetime
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private RedisStores _stores = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Requests_AreTakenUpToTheLimit_AndTheNextIsRefusedUntilOneLeavesTheWindow()
    {
        var limits = new RateLimits { RequestsPerMinute = 3 };
        for (var left = 2; left >= 0; left--)
        {
            var taken = await AcquireAsync(Permit(0, ("s", limits)));
            Assert.True(taken.IsAllowed);
            Assert.Equal((3, left), (taken.Requests!.Value.Limit, taken.Requests.Value.Remaining));
            Assert.InRange(taken.Requests.Value.Reset, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(61));
            Assert.Null(taken.Tokens);
        }

        var refused = await AcquireAsync(Permit(0, ("s", limits)));

        Assert.Equal((false, RateLimitKind.Requests, "s"), (refused.IsAllowed, refused.Refused, refused.Scope));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(61));
        await AgeAsync("s", 61);
        Assert.True((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
    }

    [Fact]
    public async Task Tokens_AreTakenByEstimate_AndCorrectedToTheRealNumber()
    {
        var limits = new RateLimits { TokensPerMinute = 1000 };
        var first = Permit(800, ("s", limits));
        Assert.Equal(200, (await AcquireAsync(first)).Tokens!.Value.Remaining);

        var refused = await AcquireAsync(Permit(300, ("s", limits)));
        await _stores.RateLimits.ReleaseAsync(first, 100, countsRequest: true, Stop);
        await _stores.RateLimits.ReleaseAsync(first, 100, countsRequest: true, Stop);

        Assert.Equal((RateLimitKind.Tokens, 200), (refused.Refused, refused.Tokens!.Value.Remaining));
        Assert.Equal(600, (await AcquireAsync(Permit(300, ("s", limits)))).Tokens!.Value.Remaining);
    }

    [Fact]
    public async Task MoreTokensThanWereEstimated_CountAllTheSame()
    {
        var limits = new RateLimits { TokensPerMinute = 1000 };
        var first = Permit(10, ("s", limits));
        await AcquireAsync(first);

        await _stores.RateLimits.ReleaseAsync(first, 5000, countsRequest: true, Stop);

        var refused = await AcquireAsync(Permit(1, ("s", limits)));
        Assert.Equal((RateLimitKind.Tokens, 0), (refused.Refused, refused.Tokens!.Value.Remaining));
    }

    [Fact]
    public async Task RunningCalls_AreCounted_AndEndWithTheirLifetime()
    {
        var limits = new RateLimits { Concurrency = 2 };
        var first = Permit(0, ("s", limits));
        await AcquireAsync(first);
        await AcquireAsync(new(Guid.NewGuid(), [new("s", limits)], 0, TimeSpan.FromMilliseconds(300)));

        var refused = await AcquireAsync(Permit(0, ("s", limits)));
        Assert.Equal((RateLimitKind.Concurrency, "s"), (refused.Refused, refused.Scope));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);

        await _stores.RateLimits.ReleaseAsync(first, 0, countsRequest: true, Stop);
        Assert.True((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
        Assert.False((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
        await Task.Delay(350, Stop); // the second one's caller has crashed
        Assert.True((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
    }

    [Fact]
    public async Task EachScope_IsAskedForConcurrencyThenRequestsThenTokens()
    {
        var all = new RateLimits { Concurrency = 1, RequestsPerMinute = 1, TokensPerMinute = 1 };
        var first = Permit(1, ("s", all));
        await AcquireAsync(first);

        Assert.Equal(RateLimitKind.Concurrency, (await AcquireAsync(Permit(1, ("s", all)))).Refused);
        Assert.Equal(RateLimitKind.Requests, (await AcquireAsync(Permit(1, ("s", all with { Concurrency = null })))).Refused);
        Assert.Equal(RateLimitKind.Tokens, (await AcquireAsync(Permit(1, ("s", all with { Concurrency = null, RequestsPerMinute = null })))).Refused);
    }

    /// <summary>A refusal in a later scope leaves nothing behind in the earlier ones.</summary>
    [Fact]
    public async Task ARefusalInALaterScope_GivesTheEarlierOnesBack()
    {
        var (wide, narrow) = (new RateLimits { RequestsPerMinute = 10, TokensPerMinute = 100, Concurrency = 5 }, new RateLimits { RequestsPerMinute = 1 });
        Assert.True((await AcquireAsync(Permit(0, ("token:1", wide), ("group:1", narrow)))).IsAllowed);

        var refused = await AcquireAsync(Permit(40, ("token:1", wide), ("group:1", narrow)));

        Assert.Equal((RateLimitKind.Requests, "group:1"), (refused.Refused, refused.Scope));
        var standing = await AcquireAsync(Permit(0, ("token:1", wide)));
        Assert.Equal((8, 100), (standing.Requests!.Value.Remaining, standing.Tokens!.Value.Remaining));
        Assert.True((await AcquireAsync(Permit(0, ("token:1", wide with { Concurrency = 3 })))).IsAllowed);
        Assert.False((await AcquireAsync(Permit(0, ("token:1", wide with { Concurrency = 3 })))).IsAllowed);
    }

    [Fact]
    public async Task ARequestThatALaterStepRefused_IsGivenBack()
    {
        var limits = new RateLimits { RequestsPerMinute = 1, TokensPerMinute = 10 };
        var permit = Permit(10, ("s", limits));
        await AcquireAsync(permit);

        await _stores.RateLimits.ReleaseAsync(permit, 0, countsRequest: false, Stop);

        var again = await AcquireAsync(Permit(10, ("s", limits)));
        Assert.True(again.IsAllowed);
    }

    [Fact]
    public async Task TheSamePermitAgain_CountsOnce()
    {
        var limits = new RateLimits { RequestsPerMinute = 10, TokensPerMinute = 100, Concurrency = 1 };
        var permit = Permit(30, ("s", limits));
        await AcquireAsync(permit);

        var again = await AcquireAsync(permit);

        Assert.True(again.IsAllowed);
        Assert.Equal((9, 70), (again.Requests!.Value.Remaining, again.Tokens!.Value.Remaining));
    }

    [Fact]
    public async Task TheStanding_IsThatOfTheScopeNearestToItsLimit()
    {
        var result = await AcquireAsync(Permit(10, ("a", new() { RequestsPerMinute = 100, TokensPerMinute = 50 }), ("b", new() { RequestsPerMinute = 5, TokensPerMinute = 500 }), ("c", new())));

        Assert.Equal((5, 4), (result.Requests!.Value.Limit, result.Requests.Value.Remaining));
        Assert.Equal((50, 40), (result.Tokens!.Value.Limit, result.Tokens.Value.Remaining));
    }

    /// <summary>In any 60 seconds no more than the limit and one part of the window, whatever the pattern of requests.</summary>
    [Fact]
    public async Task TheWindowSlides_ByParts()
    {
        var limits = new RateLimits { RequestsPerMinute = 2 };
        await AcquireAsync(Permit(0, ("s", limits)));
        await AgeAsync("s", 30);
        await AcquireAsync(Permit(0, ("s", limits)));

        var refused = await AcquireAsync(Permit(0, ("s", limits)));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(31));
        Assert.InRange(refused.Requests!.Value.Reset, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(61));

        await AgeAsync("s", 32);
        Assert.True((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
        Assert.False((await AcquireAsync(Permit(0, ("s", limits)))).IsAllowed);
    }

    [Fact]
    public async Task AThousandAtOnce_FromTwoNodes_TakeExactlyTheLimit()
    {
        var limits = new RateLimits { RequestsPerMinute = 300 };
        await using var other = _stores.Neighbour();

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            (i % 2 == 0 ? _stores : other).RateLimits.AcquireAsync(Permit(0, ("s", limits)), Stop).AsTask()));

        Assert.Equal(300, results.Count(static result => result.IsAllowed));
    }

    [Fact]
    public async Task ItsKeys_Expire()
    {
        await AcquireAsync(new(Guid.NewGuid(), [new("s", new() { RequestsPerMinute = 5 })], 1, TimeSpan.FromSeconds(30)));

        var database = await _stores.Connection.ConnectAsync(Stop);
        var bucket = _stores.Buckets.Of("s");
        Assert.InRange((await database.KeyTimeToLiveAsync(bucket.Window("s")))!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));
        Assert.InRange((await database.KeyTimeToLiveAsync(bucket.Running("s")))!.Value, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task NonsensicalArguments_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await AcquireAsync(Permit(-1, ("s", new()))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await AcquireAsync(new(Guid.NewGuid(), [], 1, TimeSpan.Zero)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _stores.RateLimits.ReleaseAsync(Permit(1, ("s", new())), -1, true, Stop));
    }

    private static RateLimitPermit Permit(long tokens, params (string Key, RateLimits Limits)[] scopes) =>
        new(Guid.NewGuid(), Array.ConvertAll(scopes, static scope => new RateLimitScope(scope.Key, scope.Limits)), tokens, Lifetime);

    private ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit) => _stores.RateLimits.AcquireAsync(permit, Stop);

    /// <summary>Makes everything in a scope's window so many seconds older.</summary>
    private async Task AgeAsync(string scope, int seconds)
    {
        var database = await _stores.Connection.ConnectAsync(Stop);
        var key = _stores.Buckets.Of(scope).Window(scope);
        foreach (var entry in await database.HashGetAllAsync(key))
        {
            var name = (string)entry.Name!;
            if (name is "m" or "n")
            {
                await database.HashDecrementAsync(key, name, seconds);
            }
            else if (name.Length > 1 && name[0] is 'r' or 't' && long.TryParse(name.AsSpan(1), out var part))
            {
                await database.HashDeleteAsync(key, name);
                await database.HashSetAsync(key, $"{name[0]}{part - seconds}", entry.Value);
            }
        }
    }
}
