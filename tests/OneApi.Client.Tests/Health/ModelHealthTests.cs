using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Channels;
using OneApi.Client.Health;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Routing;

namespace OneApi.Client.Tests.Health;

/// <summary>Who serves which model in which group at this moment.</summary>
public sealed class ModelHealthTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services;

    public ModelHealthTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<IProviderAdapter>(new StubAdapter());
        services.AddOneApi(static options =>
        {
            options.Channels.Add(Snapshots.Parse("one", "m", "n"));
            options.Channels.Add(Snapshots.Parse("two", "m"));
            options.Channels.Add(Snapshots.Parse("any"));
            options.Channels.Add(Snapshots.Parse("off", "gone"));
            options.Channels[2].Groups = ["open"];
            options.Channels[3].Enabled = false;
            options.Groups["open"] = new();
            options.Groups["narrow"] = new() { Models = { "n", "nobody" } };
        });
        _services = services.BuildServiceProvider();
    }

    private IChannelHealth Health => _services.GetRequiredService<IChannelHealth>();

    private ChannelHealth Of(string channel) => _services.GetRequiredService<ChannelRegistry>().Current.ByName[channel].State.Health;

    private HealthCell Cell(string channel, string model) =>
        Of(channel).KeyOf(OneApi.Client.Authentication.Credential.None.Fingerprint).ModelOf(model);

    [Fact]
    public void List_NamesWhatEachGroupMayUse()
    {
        var entries = Health.ListModels();

        Assert.Equal(
            [("default", "m", 2, 2), ("default", "n", 1, 1), ("narrow", "n", 1, 1), ("open", "m", 3, 3), ("open", "n", 2, 2), ("open", "*", 1, 1)],
            entries.Select(static entry => (entry.Group, entry.Model, entry.Channels, entry.Ready)));
        Assert.All(entries, static entry => Assert.Null(entry.Until));
    }

    [Fact]
    public void ModelThatRestsEverywhere_IsServedByNobody_UntilTheFirstMayBeTried()
    {
        Cell("one", "m").Rest(HealthReason.RateLimited, TimeSpan.FromSeconds(30), probe: 0, dice: 0);
        Assert.Equal((true, 1), (Health.GetModel("m").IsServed, Health.GetModel("m").Ready));

        Cell("two", "m").Rest(HealthReason.Failing, TimeSpan.FromSeconds(10), probe: 0, dice: 0);
        var entry = Health.GetModel("M");
        Assert.Equal((false, 2, 0, _time.GetUtcNow().AddSeconds(10)), (entry.IsServed, entry.Channels, entry.Ready, entry.Until));
        Assert.True(Health.GetModel("n").IsServed);
        Assert.Contains(Health.ListModels(), static one => one is { Group: "default", Model: "m", IsServed: false });

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((true, 1), (Health.GetModel("m").IsServed, Health.GetModel("m").Ready));
    }

    [Fact]
    public async Task PersonWhoSwitchesOff_LeavesNothingToWaitFor()
    {
        await Health.RestAsync("one", duration: null, note: null, TestContext.Current.CancellationToken);

        Assert.Equal((0, null), (Health.GetModel("n").Ready, Health.GetModel("n").Until));
    }

    [Fact]
    public void Pattern_IsAsTheChannelAndItsKeysAre()
    {
        bool Serves() => Health.ListModels().Single(static entry => entry.Model == "*").IsServed;
        Cell("any", "x").Rest(HealthReason.Failing, TimeSpan.FromSeconds(10), probe: 0, dice: 0);
        Assert.True(Serves());
        Assert.False(Health.GetModel("x", "open").IsServed);

        Of("any").Connection.Rest(HealthReason.Unreachable, TimeSpan.FromSeconds(10), probe: 0, dice: 0);
        Assert.False(Serves());
    }

    [Theory]
    [InlineData("m", "nowhere")]
    [InlineData("m", "narrow")]
    [InlineData("nobody", "narrow")]
    [InlineData("gone", null)]
    public void ModelThatNobodyIsConfiguredFor_HasNoChannels(string model, string? group) =>
        Assert.Equal((0, 0, false), (Health.GetModel(model, group).Channels, Health.GetModel(model, group).Ready, Health.GetModel(model, group).IsServed));

    [Fact]
    public void ModelBehindAPattern_IsFoundByItsName() => Assert.Equal((1, true), (Health.GetModel("whatever", "open").Channels, Health.GetModel("whatever", "open").IsServed));

    public void Dispose() => _services.Dispose();
}
