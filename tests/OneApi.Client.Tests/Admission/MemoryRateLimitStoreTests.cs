using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Admission;

namespace OneApi.Client.Tests.Admission;

public sealed class MemoryRateLimitStoreTests : RateLimitStoreContract
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, 300, TimeSpan.Zero));

    public MemoryRateLimitStoreTests() => Store = new MemoryRateLimitStore(_time);

    protected override IRateLimitStore Store { get; }

    /// <summary>A property of the window: in any 60 seconds no more than the limit, whoever asks when.</summary>
    [Fact]
    public async Task NoTrailingMinute_ExceedsTheLimit()
    {
        var random = new Random(20261126);
        var scope = Scope("a", new() { RequestsPerMinute = 20 });
        var allowed = new List<DateTimeOffset>();
        for (var i = 0; i < 5000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 900)));
            if ((await AcquireAsync(0, scope)).IsAllowed)
            {
                allowed.Add(_time.GetUtcNow());
            }
        }

        Assert.True(allowed.Count > 500, "the window never moved");
        for (var i = 20; i < allowed.Count; i++)
        {
            Assert.True(allowed[i] - allowed[i - 20] > TimeSpan.FromSeconds(60), $"21 requests within {allowed[i] - allowed[i - 20]}");
        }
    }

    [Fact]
    public async Task RetryAfter_IsWhenItWorks_AndNotBefore()
    {
        var scope = Scope("a", new() { RequestsPerMinute = 2 });
        await AcquireAsync(0, scope);
        _time.Advance(TimeSpan.FromSeconds(10));
        await AcquireAsync(0, scope);
        var wait = (await AcquireAsync(0, scope)).RetryAfter;

        _time.Advance(wait - TimeSpan.FromSeconds(1));
        Assert.False((await AcquireAsync(0, scope)).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await AcquireAsync(0, scope)).IsAllowed);
        Assert.False((await AcquireAsync(0, scope)).IsAllowed);
    }

    [Fact]
    public async Task ARunningCallThatNobodyEnds_EndsByItself()
    {
        var scope = Scope("a", new() { Concurrency = 1 });
        await AcquireAsync(0, scope);

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.False((await AcquireAsync(0, scope)).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await AcquireAsync(0, scope)).IsAllowed);
    }

    [Fact]
    public async Task ACorrectionOfALongCall_DoesNotTouchALaterMinute()
    {
        var scope = Scope("a", new() { TokensPerMinute = 100 });
        var permit = Permit(100, scope);
        await Store.AcquireAsync(permit, Stop);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await AcquireAsync(100, scope)).IsAllowed);

        await Store.ReleaseAsync(permit, 0, countsRequest: true, Stop);

        Assert.False((await AcquireAsync(1, scope)).IsAllowed);
    }

    [Fact]
    public async Task ManyScopes_AreForgottenWhenTheyAreIdle_AndThoseInUseAreNot()
    {
        var kept = Scope("kept", new() { Concurrency = 1 });
        await AcquireAsync(0, kept);
        for (var i = 0; i < 30_000; i++)
        {
            var permit = Permit(0, Scope("s" + i, new() { RequestsPerMinute = 1 }));
            await Store.AcquireAsync(permit, Stop);
            await Store.ReleaseAsync(permit, 0, countsRequest: false, Stop);
        }

        Assert.False((await AcquireAsync(0, kept)).IsAllowed);
    }
}
