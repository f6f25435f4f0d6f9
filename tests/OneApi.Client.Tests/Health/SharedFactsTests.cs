using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Tests.Health;

/// <summary>What a gateway does when the store of facts is down, hangs, comes late or forgets.</summary>
public sealed class SharedFactsTests : IDisposable
{
    private const int NotShared = 1523;
    private const int SharedAgain = 1524;
    private readonly KeyedProvider _provider = new();
    private readonly TestFactStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _provider.Dispose();

    [Fact]
    public async Task AStoreThatIsDown_FromTheStartOn_KeepsNoCallBack_AndIsToldWhenItIsBack()
    {
        _store.IsDown = true;
        await using var gateway = await StartAsync();
        _provider.Refuse("key-a");

        Assert.Equal(["key-b"], await gateway.AskInTurnAsync());
        await gateway.Health.RestAsync("two", null, "by hand", Stop);
        for (var i = 0; i < 3; i++)
        {
            await LookAsync(gateway);
        }

        Assert.Empty(_store.Facts);
        Assert.Equal(LogLevel.Warning, Assert.Single(gateway.Logs.GetSnapshot(), static record => record.Id.Id == NotShared).Level);
        _store.IsDown = false;
        await gateway.ExchangeAsync(static gateway => gateway.Logs.GetSnapshot().Any(static record => record.Id.Id == SharedAgain));

        Assert.Equal([HealthReason.SwitchedOff, HealthReason.KeyRefused], _store.Facts.Select(static fact => fact.Reason).OrderByDescending(static reason => reason is HealthReason.SwitchedOff));
    }

    [Fact]
    public async Task AStoreThatHangs_HoldsTheStartUp_ForFiveSecondsAtMost()
    {
        var never = new TaskCompletionSource();
        _store.Before = _ => never.Task;
        await using var gateway = new SharedGateway(_provider, Share);

        var start = gateway.StartAsync();
        await SharedGateway.UntilAsync(() => Task.FromResult(_store.Lists > 0));
        Assert.False(start.IsCompleted);
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        await start.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(["key-a", "key-b"], await gateway.AskInTurnAsync());
        never.SetResult();
    }

    [Fact]
    public async Task AWordThatComesLate_DoesNotUndoALaterOne()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        _store.Before = static fact => fact?.Reason is HealthReason.SwitchedOff ? Task.FromException(new IOException("down")) : Task.CompletedTask;
        await here.Health.RestAsync("one", null, "first", Stop);
        here.Time.Advance(TimeSpan.FromMinutes(1));
        there.Time.Advance(TimeSpan.FromMinutes(1));
        await there.Health.ResumeAsync("one", Stop);
        _store.IsDown = false;

        await here.ExchangeAsync(static gateway => gateway.Entry("one").State is ChannelHealthState.Ready);

        Assert.Equal(HealthReason.None, Assert.Single(_store.Facts, static fact => fact.Key is null).Reason);
        Assert.Equal(["key-a", "key-b"], await here.AskInTurnAsync());
    }

    [Fact]
    public async Task WhatTheStoreHasLost_StillHolds_AndIsSaidAgain()
    {
        await using var gateway = await StartAsync();
        _provider.Refuse("key-a");
        await gateway.AskInTurnAsync();
        await gateway.Health.RestAsync("two", null, "by hand", Stop);
        await gateway.SharedAsync(static fact => fact.Reason is HealthReason.KeyRefused);
        await LookAsync(gateway);
        await LookAsync(gateway);
        _store.Lose();

        await LookAsync(gateway);
        await gateway.ExchangeAsync(_ => _store.Facts.Length == 2);

        Assert.Equal(ChannelHealthState.Resting, gateway.Entry("one", 0).State);
        Assert.Equal(ChannelHealthState.SwitchedOff, gateway.Entry("two").State);
        Assert.Equal("by hand", Assert.Single(_store.Facts, static fact => fact.Key is null).Note);
        Assert.Equal(HealthReason.KeyRefused, Assert.Single(_store.Facts, static fact => fact.Key is not null).Reason);
    }

    /// <summary>Lets the time to the next look at the store pass, and waits for it.</summary>
    private async Task LookAsync(SharedGateway gateway)
    {
        var lists = _store.Lists;
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await SharedGateway.UntilAsync(() => Task.FromResult(_store.Lists > lists));
    }

    private Task<SharedGateway> StartAsync() => new SharedGateway(_provider, Share).StartAsync();

    private void Share(IOneApiBuilder gateway) => gateway.Services.AddSingleton<IChannelFactStore>(_store);
}
