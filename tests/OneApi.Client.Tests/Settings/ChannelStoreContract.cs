namespace OneApi.Client.Tests.Settings;

/// <summary>What every store of settings promises, written once. A store joins by deriving from it.</summary>
public abstract class ChannelStoreContract
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 9, 30, 15, 123, TimeSpan.FromHours(8));

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IChannelStore Store { get; }

    /// <summary>Gets the same settings as another node sees them.</summary>
    protected abstract IChannelStore Other { get; }

    [Fact]
    public async Task UnchangedStore_IsEmpty_WithVersionZero()
    {
        Assert.Equal(0, await Store.GetVersionAsync(Stop));
        var settings = await Store.ListAsync(Stop);
        Assert.Equal(0, settings.Version);
        Assert.Empty(settings.Items);
    }

    [Fact]
    public async Task Setting_ComesBackWhole_OnEveryNode()
    {
        var setting = Setting("Kundé 客户 🚦") with { Json = """{"note":"it's \"so\" \u0000 | 🚦"}""", Secrets = "p:CfDJ8/+=" };

        var version = await Store.PutAsync(setting, 0, Stop);

        var kept = Assert.Single((await Other.ListAsync(Stop)).Items);
        Assert.Equal(setting with { Version = 1 }, kept);
        Assert.Equal((1, 1), (version, await Other.GetVersionAsync(Stop)));
    }

    [Fact]
    public async Task EveryChange_GivesAHigherVersion_WhichOrdersTheList()
    {
        Assert.Equal(1, await Store.PutAsync(Setting("a"), 0, Stop));
        Assert.Equal(2, await Other.PutAsync(Setting("b"), 0, Stop));
        Assert.Equal(3, await Store.PutAsync(Setting("a") with { Json = """{"weight":2}""" }, 1, Stop));
        Assert.True(await Other.RemoveAsync(SettingKinds.Channel, "b", 2, Stop));
        Assert.Equal(4, await Store.GetVersionAsync(Stop));
        Assert.Equal(5, await Store.PutAsync(Setting("b"), 0, Stop));

        var settings = await Store.ListAsync(Stop);

        Assert.Equal(5, settings.Version);
        Assert.Equal([("a", 3L, """{"weight":2}"""), ("b", 5L, "{}")], settings.Items.Select(static one => (one.Name, one.Version, one.Json)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task AnotherVersionThanExpected_ChangesNothing(long expected)
    {
        await Store.PutAsync(Setting("a"), 0, Stop);

        Assert.Null(await Store.PutAsync(Setting("a") with { Json = """{"weight":2}""" }, expected, Stop));
        Assert.False(await Store.RemoveAsync(SettingKinds.Channel, "a", expected, Stop));
        Assert.Equal(1, await Store.GetVersionAsync(Stop));
        Assert.Equal("{}", (await Store.ListAsync(Stop)).Items.Single().Json);
    }

    [Fact]
    public async Task WhatIsNotThere_IsNeitherReplacedNorRemoved()
    {
        Assert.Null(await Store.PutAsync(Setting("a"), 1, Stop));
        Assert.False(await Store.RemoveAsync(SettingKinds.Channel, "a", 1, Stop));
        Assert.Equal(0, await Store.GetVersionAsync(Stop));
    }

    [Fact]
    public async Task Names_CompareWithoutRegardToCase_AndEachKindHasItsOwn()
    {
        await Store.PutAsync(Setting("Ämter"), 0, Stop);

        Assert.Null(await Store.PutAsync(Setting("äMTER"), 0, Stop));
        Assert.Equal(2, await Store.PutAsync(Setting("ämter") with { Kind = SettingKinds.Group }, 0, Stop));
        Assert.Equal(3, await Store.PutAsync(Setting("ämter"), 1, Stop));
        Assert.Equal([(SettingKinds.Group, "ämter"), (SettingKinds.Channel, "ämter")], (await Store.ListAsync(Stop)).Items.Select(static one => (one.Kind, one.Name)));
        Assert.True(await Store.RemoveAsync(SettingKinds.Group, "ÄMTER", 2, Stop));
        Assert.Equal(SettingKinds.Channel, (await Store.ListAsync(Stop)).Items.Single().Kind);
    }

    [Fact]
    public async Task OfManyAtOnce_WhoExpectTheSame_OneWins()
    {
        await Store.PutAsync(Setting("a"), 0, Stop);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Store : Other).PutAsync(Setting("a") with { Json = $$"""{"weight":{{i}}}""" }, 1, Stop), Stop)));

        Assert.Equal(2, Assert.Single(results, static version => version is not null));
        Assert.Equal(2, await Store.GetVersionAsync(Stop));
    }

    [Fact]
    public async Task ManyAtOnce_OfOtherNames_AllHold_EachWithAVersionOfItsOwn()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Store : Other).PutAsync(Setting($"n{i}"), 0, Stop), Stop)));

        Assert.Equal(Enumerable.Range(1, 24).Select(static version => (long?)version), versions.Order());
        Assert.Equal(24, (await Other.ListAsync(Stop)).Items.Count);
    }

    private static StoredSetting Setting(string name) => new(SettingKinds.Channel, name, "{}", 0, At);
}
