using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Health;

/// <summary>What gateways that share a store know of each other's channels (reliability §3), written once. A store joins by deriving from it.</summary>
public abstract class SharedFactsContract : IDisposable
{
    private readonly KeyedProvider _provider = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _provider.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets a value indicating whether the store has a clock of its own, so that those of the gateways need not agree.</summary>
    protected virtual bool HasItsOwnClock => true;

    /// <summary>Registers the store, the same for all gateways of a test.</summary>
    protected abstract void Share(IOneApiBuilder gateway);

    [Fact]
    public async Task AKeyThatIsRefusedAtOne_IsSkippedByTheOther()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        _provider.Refuse("key-a");

        Assert.Equal(["key-b"], await here.AskInTurnAsync());
        await here.SharedAsync(static fact => fact.Reason is HealthReason.KeyRefused);
        await there.ExchangeAsync(static gateway => gateway.Entry("one", 0).State is ChannelHealthState.Resting);

        Assert.Equal(["key-b"], await there.AskInTurnAsync());
        Assert.Equal(1, _provider.Count("key-a"));
        var entry = there.Entry("one", 0);
        Assert.Equal((HealthReason.KeyRefused, HealthEnd.Probe, 0d), (entry.Reason, entry.EndsBy, entry.Share));
        AssertNear(there.Time.GetUtcNow() - TimeSpan.FromSeconds(2), entry.Since!.Value);
        AssertNear(there.Time.GetUtcNow() + TimeSpan.FromMinutes(5), entry.Until!.Value);
        Assert.Equal(ChannelHealthState.Ready, there.Entry("one", 1).State);
        Assert.Equal(ChannelHealthState.Ready, there.Entry("one").State);
    }

    [Fact]
    public async Task AnAccountThatIsEmptyAtOne_IsSkippedByTheOther()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        _provider.Empty("key-a");
        _provider.Empty("key-b");

        Assert.Equal(["key-c"], await here.AskInTurnAsync());
        foreach (var key in (int[])[0, 1])
        {
            await here.SharedAsync(fact => fact.Reason is HealthReason.AccountEmpty && fact.Key!.StartsWith(here.Entry("one", key).Key!, StringComparison.Ordinal));
        }

        await there.ExchangeAsync(static gateway => gateway.Entry("one", 0).Reason is HealthReason.AccountEmpty && gateway.Entry("one", 1).Reason is HealthReason.AccountEmpty);

        Assert.Equal(["key-c"], await there.AskInTurnAsync());
        Assert.Equal((1, 1), (_provider.Count("key-a"), _provider.Count("key-b")));
    }

    [Fact]
    public async Task APersonsSwitch_HoldsAtBoth_AndIsUndoneFromEither()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();

        await here.Health.RestAsync("one", null, "new contract", Stop);
        Assert.Equal(["key-c"], await here.AskInTurnAsync());
        await there.ExchangeAsync(static gateway => gateway.Entry("one").State is ChannelHealthState.SwitchedOff);
        Assert.Equal(["key-c"], await there.AskInTurnAsync());
        var entry = there.Entry("one");
        Assert.Equal((HealthReason.SwitchedOff, null, HealthEnd.Person, "new contract"), (entry.Reason, entry.Until, entry.EndsBy, entry.Note));

        await there.Health.ResumeAsync("one", Stop);
        Assert.Equal(["key-a", "key-b"], await there.AskInTurnAsync());
        await here.ExchangeAsync(static gateway => gateway.Entry("one").State is ChannelHealthState.Ready);
        Assert.Equal(["key-a", "key-b"], await here.AskInTurnAsync());
    }

    [Fact]
    public async Task APersonsSwitch_ForATime_EndsAtBothByItself()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync(HasItsOwnClock ? SharedGateway.Begin.AddDays(-400) : null);

        await here.Health.RestAsync("one", TimeSpan.FromHours(1), null, Stop);
        await there.ExchangeAsync(static gateway => gateway.Entry("one").State is ChannelHealthState.SwitchedOff);
        AssertNear(there.Time.GetUtcNow() + TimeSpan.FromHours(1), there.Entry("one").Until!.Value);
        Assert.Equal(HealthEnd.Time, there.Entry("one").EndsBy);

        there.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(ChannelHealthState.SwitchedOff, there.Entry("one").State);
        there.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ChannelHealthState.Ready, there.Entry("one").State);
        Assert.Contains("key-a", await there.AskInTurnAsync());
    }

    [Fact]
    public async Task WhatIsKnown_OutlivesARestart()
    {
        _provider.Refuse("key-a");
        await using (var before = await StartAsync())
        {
            await before.AskInTurnAsync();
            await before.Health.RestAsync("two", null, "by hand", Stop);
        }

        await using var after = await StartAsync();

        Assert.Equal((ChannelHealthState.Resting, HealthReason.KeyRefused), (after.Entry("one", 0).State, after.Entry("one", 0).Reason));
        Assert.Equal((ChannelHealthState.SwitchedOff, "by hand"), (after.Entry("two").State, after.Entry("two").Note));
        Assert.Equal(["key-b"], await after.AskInTurnAsync());
        Assert.Equal(1, _provider.Count("key-a"));
    }

    [Fact]
    public async Task AFactWhoseTimeIsUp_IsProbed_AndForgottenEverywhereWhenAllIsWell()
    {
        _provider.Refuse("key-a");
        await using var there = await StartAsync();
        await using (var before = await StartAsync())
        {
            await before.AskInTurnAsync();
        }

        await there.ExchangeAsync(static gateway => gateway.Entry("one", 0).State is ChannelHealthState.Resting);
        await using var after = await StartAsync();
        after.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal((ChannelHealthState.Probing, HealthReason.KeyRefused), (after.Entry("one", 0).State, after.Entry("one", 0).Reason));
        _provider.Serve("key-a");

        await SharedGateway.UntilAsync(async () => await after.AskAsync() == "key-a");
        await after.SharedAsync(fact => fact.Key is not null && fact.Reason is HealthReason.None);
        await there.ExchangeAsync(static gateway => gateway.Entry("one", 0).State is ChannelHealthState.SlowStart);
        Assert.Contains("key-a", await there.AskInTurnAsync());
    }

    [Fact]
    public async Task ARecovery_NeverUndoesAPersonsSwitch()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        _provider.Refuse("key-a");
        _provider.Refuse("key-b");
        await here.AskInTurnAsync();
        await here.SharedAsync(static fact => fact.Reason is HealthReason.KeyRefused);
        await there.Health.RestAsync("one", null, "by hand", Stop);
        await here.ExchangeAsync(static gateway => gateway.Entry("one").State is ChannelHealthState.SwitchedOff);
        _provider.Serve("key-a");
        _provider.Serve("key-b");

        foreach (var gateway in (SharedGateway[])[here, there])
        {
            gateway.Time.Advance(TimeSpan.FromHours(12));
            Assert.Equal(["key-c"], await gateway.AskInTurnAsync());
            Assert.Equal(ChannelHealthState.SwitchedOff, gateway.Entry("one").State);
        }

        await using var after = await StartAsync();
        Assert.Equal(ChannelHealthState.SwitchedOff, after.Entry("one").State);
        Assert.Equal((1, 1), (_provider.Count("key-a"), _provider.Count("key-b")));
    }

    [Fact]
    public async Task TheStore_SeesFingerprints_AndNoKeyAndNoShownDigitOfOne()
    {
        await using var gateway = await StartAsync();
        _provider.Refuse("key-a");
        await gateway.AskInTurnAsync();
        await gateway.SharedAsync(static fact => fact.Reason is HealthReason.KeyRefused);

        var fact = (await gateway.Store.ListAsync(Stop)).Facts.Single(static fact => fact.Key is not null);

        Assert.Matches("^[0-9a-f]{64}$", fact.Key!);
        Assert.Equal(fact.Key![..8], gateway.Entry("one", 0).Key);
        Assert.All(gateway.Logs.GetSnapshot(), static record => Assert.DoesNotContain("key-a", record.Message + record.Exception, StringComparison.Ordinal));
    }

    private Task<SharedGateway> StartAsync(DateTimeOffset? begin = null) => new SharedGateway(_provider, Share, begin).StartAsync();

    /// <summary>Words go through the store's clock, which may be a real one.</summary>
    private static void AssertNear(DateTimeOffset expected, DateTimeOffset actual) => Assert.InRange(actual, expected - TimeSpan.FromSeconds(20), expected + TimeSpan.FromSeconds(20));
}
