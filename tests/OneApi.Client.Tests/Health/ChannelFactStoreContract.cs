namespace OneApi.Client.Tests.Health;

/// <summary>What every store of facts promises, written once. A store joins by deriving from it.</summary>
public abstract class ChannelFactStoreContract
{
    /// <summary>The callers' clock: far from every store's.</summary>
    private static readonly DateTimeOffset Now = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly string Key = new('a', 64);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IChannelFactStore Store { get; }

    [Fact]
    public async Task AWord_ComesBackWhole_ByTheStoresClock()
    {
        var before = (await Store.ListAsync(Stop)).Now;
        await PutAsync(new() { Channel = "Kundé 客户", Key = Key, Reason = HealthReason.AccountEmpty, SaidAt = Now.AddMinutes(-1), Since = Now.AddHours(-1), Until = Now.AddMinutes(5), Note = "it's \"so\" | 🚦\nreally" });

        var (now, facts) = await Store.ListAsync(Stop);

        var fact = Assert.Single(facts);
        Assert.Equal(("Kundé 客户", Key, HealthReason.AccountEmpty, "it's \"so\" | 🚦\nreally"), (fact.Channel, fact.Key, fact.Reason, fact.Note));
        AssertAt(TimeSpan.FromMinutes(-1), fact.SaidAt);
        AssertAt(TimeSpan.FromHours(-1), fact.Since);
        AssertAt(TimeSpan.FromMinutes(5), fact.Until!.Value);
        Assert.Equal(TimeSpan.FromMinutes(59), fact.SaidAt - fact.Since);
        Assert.Equal(TimeSpan.FromMinutes(6), fact.Until.Value - fact.SaidAt);

        void AssertAt(TimeSpan offset, DateTimeOffset at) => Assert.InRange(at, before + offset - TimeSpan.FromMilliseconds(1), now + offset + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task WithoutAWord_ItIsEmpty() => Assert.Empty((await Store.ListAsync(Stop)).Facts);

    [Fact]
    public async Task TheWordThatWasSaidLast_Holds_WhicheverComesLast()
    {
        await PutAsync(Switch(said: -10) with { Note = "second" });
        await PutAsync(Switch(said: -20) with { Note = "first" });
        Assert.Equal("second", (await OnlyAsync()).Note);

        await PutAsync(Switch(said: -5) with { Note = "third", Until = Now.AddHours(1) });
        Assert.Equal("third", (await OnlyAsync()).Note);
        Assert.NotNull((await OnlyAsync()).Until);

        await PutAsync(Switch(said: -1) with { Note = null });
        Assert.Equal((null, null), ((await OnlyAsync()).Note, (await OnlyAsync()).Until));
    }

    [Fact]
    public async Task OfTwoWordsOfOneMoment_TheLastToComeHolds()
    {
        await PutAsync(Switch(said: 0) with { Note = "first" });
        await PutAsync(Switch(said: 0) with { Note = "second" });

        Assert.Equal("second", (await OnlyAsync()).Note);
    }

    [Fact]
    public async Task ThatNothingHoldsAnyMore_IsAWordToo_WhichNoOlderOneUndoes()
    {
        await PutAsync(Switch(said: -20));
        await PutAsync(Switch(said: -10) with { Reason = HealthReason.None });
        await PutAsync(Switch(said: -15));

        Assert.Equal(HealthReason.None, (await OnlyAsync()).Reason);
    }

    [Fact]
    public async Task AChannel_AndEachOfItsKeys_HaveAWordEach_AndNamesCompareWithoutCase()
    {
        await PutAsync(Switch(said: -9));
        await PutAsync(Refused(Key));
        await PutAsync(Refused(new('b', 64)));
        await PutAsync(Refused(Key) with { Channel = "other" });
        await PutAsync(Switch(said: -1) with { Channel = "MAIN", Reason = HealthReason.None });

        var facts = (await Store.ListAsync(Stop)).Facts;

        Assert.Equal(
            [("MAIN", "", HealthReason.None), ("main", "a", HealthReason.KeyRefused), ("main", "b", HealthReason.KeyRefused), ("other", "a", HealthReason.KeyRefused)],
            facts.Select(static fact => (fact.Channel, fact.Key?[..1] ?? "", fact.Reason)).OrderBy(static fact => fact.Channel, StringComparer.OrdinalIgnoreCase).ThenBy(static fact => fact.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public async Task OfManyWordsAtOnce_NoneIsLost_AndTheNewestOfEachHolds()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }; // more than a server has connections proves nothing more
        await Parallel.ForEachAsync(Enumerable.Range(0, 160), options, async (i, _) => await PutAsync(Switch(said: -1 - (i / 8)) with { Channel = $"c{i % 8}", Note = $"{i / 8}" }));

        var facts = (await Store.ListAsync(Stop)).Facts;

        Assert.Equal(8, facts.Count);
        Assert.All(facts, static fact => Assert.Equal("0", fact.Note));
    }

    [Fact]
    public async Task AListThatNothingHasChanged_IsTheSame()
    {
        await PutAsync(Switch(said: -3) with { Until = Now.AddDays(1) });
        await PutAsync(Refused(Key));

        var (first, second) = ((await Store.ListAsync(Stop)).Facts, (await Store.ListAsync(Stop)).Facts);

        Assert.Equal(first.ToHashSet(), second.ToHashSet());
    }

    [Fact]
    public async Task WhatHasEndedAWeekAgo_Goes_AndASwitchWithoutAnEndStays()
    {
        await PutAsync(Refused(Key) with { SaidAt = Now.AddDays(-8), Until = Now.AddDays(-7).AddSeconds(-1) });
        await PutAsync(Switch(said: 0) with { Channel = "on again", Reason = HealthReason.None, SaidAt = Now.AddDays(-7).AddSeconds(-1) });
        await PutAsync(Refused(Key) with { Channel = "young", SaidAt = Now.AddDays(-8), Until = Now.AddDays(-6) });
        await PutAsync(Switch(said: 0) with { Channel = "for ever", SaidAt = Now.AddDays(-400), Since = Now.AddDays(-400) });

        Assert.Equal(["for ever", "young"], (await Store.ListAsync(Stop)).Facts.Select(static fact => fact.Channel).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ASwitchUntilTheEndOfTime_IsKept()
    {
        await PutAsync(Switch(said: 0) with { Until = DateTimeOffset.MaxValue });

        var (now, facts) = await Store.ListAsync(Stop);

        Assert.True(Assert.Single(facts).Until > now.AddYears(1000));
    }

    [Theory]
    [InlineData("", false, HealthReason.SwitchedOff)]
    [InlineData("main", true, HealthReason.SwitchedOff)]
    [InlineData("main", false, HealthReason.KeyRefused)]
    [InlineData("main", false, HealthReason.AccountEmpty)]
    [InlineData("main", true, HealthReason.RateLimited)]
    [InlineData("main", false, HealthReason.Failing)]
    [InlineData("main", false, HealthReason.Unreachable)]
    [InlineData("main", true, HealthReason.ModelRefused)]
    public async Task WhatIsNotDefinite_IsRefused(string channel, bool isOfAKey, HealthReason reason)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(new() { Channel = channel, Key = isOfAKey ? Key : null, Reason = reason, SaidAt = Now, Since = Now }));

        Assert.Empty((await Store.ListAsync(Stop)).Facts);
    }

    private static ChannelFact Switch(int said) =>
        new() { Channel = "main", Reason = HealthReason.SwitchedOff, SaidAt = Now.AddMinutes(said), Since = Now.AddMinutes(said) };

    private static ChannelFact Refused(string key) =>
        new() { Channel = "main", Key = key, Reason = HealthReason.KeyRefused, SaidAt = Now, Since = Now, Until = Now.AddMinutes(5) };

    private async Task PutAsync(ChannelFact fact) => await Store.PutAsync(fact, Now, Stop);

    private async Task<ChannelFact> OnlyAsync() => Assert.Single((await Store.ListAsync(Stop)).Facts);
}
