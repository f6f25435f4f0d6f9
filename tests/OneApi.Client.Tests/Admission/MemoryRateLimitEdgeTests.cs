using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Admission;

namespace OneApi.Client.Tests.Admission;

public sealed class MemoryRateLimitEdgeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly MovedClock _clock;
    private readonly MemoryRateLimitStore _limits;

    public MemoryRateLimitEdgeTests()
    {
        _clock = new(_time);
        _limits = new(_clock);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEstimatePastAllNumbers_IsRefused_AfterOthersHaveCounted()
    {
        RateLimitScope[] scope = [new("a", new() { TokensPerMinute = 1_000 })];
        Assert.True((await _limits.AcquireAsync(new(Guid.NewGuid(), scope, 10, TimeSpan.FromMinutes(1)), Stop)).IsAllowed);

        var result = await _limits.AcquireAsync(new(Guid.NewGuid(), scope, long.MaxValue, TimeSpan.FromMinutes(1)), Stop);

        Assert.Equal((false, RateLimitKind.Tokens), (result.IsAllowed, result.Refused));
    }

    [Fact]
    public async Task TokensPastAllNumbers_DoNotWrapRoundToNone()
    {
        var one = new RateLimitPermit(Guid.NewGuid(), [new("a", new() { TokensPerMinute = 1_000 })], 10, TimeSpan.FromMinutes(1));
        var other = one with { Id = Guid.NewGuid() };
        await _limits.AcquireAsync(one, Stop);
        await _limits.AcquireAsync(other, Stop);
        await _limits.ReleaseAsync(one, long.MaxValue, countsRequest: true, Stop);
        await _limits.ReleaseAsync(other, long.MaxValue, countsRequest: true, Stop);

        Assert.False((await _limits.AcquireAsync(one with { Id = Guid.NewGuid() }, Stop)).IsAllowed);
    }

    [Fact]
    public async Task AClockThatWasSetBack_StillCounts()
    {
        RateLimitScope[] scope = [new("a", new() { RequestsPerMinute = 1 })];
        await _limits.AcquireAsync(new(Guid.NewGuid(), scope, 0, TimeSpan.FromMinutes(1)), Stop);
        _clock.Offset = TimeSpan.FromDays(-1);

        var allowed = 0;
        for (var i = 0; i < 5; i++)
        {
            allowed += (await _limits.AcquireAsync(new(Guid.NewGuid(), scope, 0, TimeSpan.FromMinutes(1)), Stop)).IsAllowed ? 1 : 0;
        }

        _clock.Offset = TimeSpan.FromDays(-1) + TimeSpan.FromSeconds(61);
        allowed += (await _limits.AcquireAsync(new(Guid.NewGuid(), scope, 0, TimeSpan.FromMinutes(1)), Stop)).IsAllowed ? 1 : 0;

        // One of the five in the first minute, and the one of the minute after it.
        Assert.Equal(2, allowed);
    }

    private sealed class MovedClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;
    }
}
