namespace OneApi.Client.Tests.Admission;

/// <summary>What every store of rate limits promises (reliability §2), written once. A store joins by deriving from it.</summary>
public abstract class RateLimitStoreContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly string _run = Guid.NewGuid().ToString("N");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IRateLimitStore Store { get; }

    [Fact]
    public async Task Requests_AreAllowedUpToTheLimit()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 3 });

        for (var i = 3; i > 0; i--)
        {
            var allowed = await AcquireAsync(0, scope);
            Assert.True(allowed.IsAllowed);
            Assert.Equal((3, i - 1), (allowed.Requests!.Value.Limit, allowed.Requests.Value.Remaining));
            Assert.Null(allowed.Tokens);
        }

        var refused = await AcquireAsync(0, scope);
        Assert.Equal((false, RateLimitKind.Requests, scope.Key), (refused.IsAllowed, refused.Refused, refused.Scope));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Tokens_AreTakenAsEstimated_AndCorrected()
    {
        var scope = Scope("a", new() { TokensPerMinute = 100 });
        var permit = Permit(90, scope);
        Assert.Equal(10, (await Store.AcquireAsync(permit, Stop)).Tokens!.Value.Remaining);
        Assert.Equal(RateLimitKind.Tokens, (await AcquireAsync(11, scope)).Refused);

        await Store.ReleaseAsync(permit, 20, countsRequest: true, Stop);
        await Store.ReleaseAsync(permit, 99, countsRequest: true, Stop);

        Assert.Equal(0, (await AcquireAsync(80, scope)).Tokens!.Value.Remaining);
        Assert.Equal(RateLimitKind.Tokens, (await AcquireAsync(1, scope)).Refused);
    }

    [Fact]
    public async Task Concurrency_IsFreeAgainWhenACallEnds()
    {
        var scope = Scope("a", new() { Concurrency = 1 });
        var first = Permit(0, scope);
        Assert.True((await Store.AcquireAsync(first, Stop)).IsAllowed);
        Assert.Equal(RateLimitKind.Concurrency, (await AcquireAsync(0, scope)).Refused);

        await Store.ReleaseAsync(first, 0, countsRequest: true, Stop);

        Assert.True((await AcquireAsync(0, scope)).IsAllowed);
    }

    [Fact]
    public async Task AGivenBackRequest_CountsNoMore()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 1, TokensPerMinute = 10 });
        var permit = Permit(10, scope);
        Assert.True((await Store.AcquireAsync(permit, Stop)).IsAllowed);

        await Store.ReleaseAsync(permit, 0, countsRequest: false, Stop);

        Assert.True((await AcquireAsync(10, scope)).IsAllowed);
    }

    /// <summary>A refusal changes nothing, in any scope.</summary>
    [Fact]
    public async Task SeveralScopes_AreTakenTogetherOrNotAtAll()
    {
        var wide = Scope("wide", new() { RequestsPerMinute = 10, Concurrency = 10 });
        var narrow = Scope("narrow", new() { RequestsPerMinute = 1 });
        Assert.True((await AcquireAsync(0, wide, narrow)).IsAllowed);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(narrow.Key, (await AcquireAsync(0, wide, narrow)).Scope);
        }

        Assert.Equal(8, (await AcquireAsync(0, wide)).Requests!.Value.Remaining);
    }

    [Fact]
    public async Task ARepetition_CountsOnce()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 2, Concurrency = 2 });
        var permit = Permit(0, scope);

        Assert.True((await Store.AcquireAsync(permit, Stop)).IsAllowed);
        Assert.True((await Store.AcquireAsync(permit, Stop)).IsAllowed);

        Assert.True((await AcquireAsync(0, scope)).IsAllowed);
        Assert.False((await AcquireAsync(0, scope)).IsAllowed);
    }

    [Fact]
    public async Task TheFirstOfTheLimits_IsNamed_InTheOrderOfAdmission()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 1, TokensPerMinute = 1, Concurrency = 1 });
        var first = Permit(1, scope);
        Assert.True((await Store.AcquireAsync(first, Stop)).IsAllowed);
        Assert.Equal(RateLimitKind.Concurrency, (await AcquireAsync(1, scope)).Refused);
        await Store.ReleaseAsync(first, 1, countsRequest: true, Stop);
        Assert.Equal(RateLimitKind.Requests, (await AcquireAsync(1, scope)).Refused);
    }

    [Fact]
    public async Task ManyAtOnce_NeverExceedALimit()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 100, Concurrency = 1000, TokensPerMinute = 100_000 });

        var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(async () => (await AcquireAsync(10, scope)).IsAllowed, Stop)));

        Assert.Equal(100, results.Count(static allowed => allowed));
    }

    [Fact]
    public async Task NonsensicalArguments_AreRefused()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 1 });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await AcquireAsync(-1, scope));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.AcquireAsync(new(Guid.NewGuid(), [scope], 0, TimeSpan.Zero), Stop));
        Assert.True((await AcquireAsync(0, scope)).IsAllowed);
    }

    protected RateLimitScope Scope(string key, RateLimits limits) => new($"{_run}:{key}", limits);

    protected static RateLimitPermit Permit(long tokens, params RateLimitScope[] scopes) => new(Guid.NewGuid(), scopes, tokens, Long);

    protected ValueTask<RateLimitResult> AcquireAsync(long tokens, params RateLimitScope[] scopes) => Store.AcquireAsync(Permit(tokens, scopes), Stop);
}
