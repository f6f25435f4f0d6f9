using System.Diagnostics;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.Redis.Tests.Connection;

/// <summary>What callers are told when Redis is away: whether an operation may have been done.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhenNobodyListens_NothingWasDone()
    {
        await using var stores = new RedisStores($"redis://127.0.0.1:{ServerProcess.FreePort()}", static options => options.OperationTimeout = TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, Minute), Stop));

        Assert.False(error.IsOutcomeUnknown);
    }

    [Fact]
    public async Task WhenTheServerIsGone_NothingWasDone_AndItGoesOnWhenItIsBack()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");

        // With "everysec" Redis may acknowledge what a slow disk has not got yet, and a kill would lose it.
        await using var server = await RedisServer.StartAsync(appendOnly: true, "--appendfsync", "always");
        await using var stores = new RedisStores(server.Url, static options => options.OperationTimeout = TimeSpan.FromSeconds(1));
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);

        server.Kill();
        await stores.LostAsync(Stop);
        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, Minute), Stop));
        await server.StartAgainAsync();

        Assert.False(error.IsOutcomeUnknown);
        Assert.Equal(100, (await UntilAsync(() => stores.Quotas.GetAsync("a", Stop)))!.LimitMicros);
    }

    /// <summary>The charge was on its way when the server stood still: it may come through later, and the repetition finds it done.</summary>
    [Fact]
    public async Task WhenTheServerStandsStill_TheOutcomeIsUnknown_AndTheRepetitionSettlesIt()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");
        await using var server = await RedisServer.StartAsync();
        await using var stores = new RedisStores(server.Url, static options => options.OperationTimeout = TimeSpan.FromSeconds(1));
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);
        var id = Guid.NewGuid();
        await stores.Quotas.ReserveAsync(new(id, [new("a")], 50, Minute), Stop);

        server.Pause();
        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await stores.Quotas.SettleAsync(new(id, [new("a")], 30), Stop));
        server.Resume();

        Assert.True(error.IsOutcomeUnknown);
        Assert.True((await UntilAsync(() => stores.Quotas.SettleAsync(new(id, [new("a")], 30), Stop))).IsDone);
        var standing = (await stores.Quotas.GetAsync("a", Stop))!;
        Assert.Equal((30, 0), (standing.SettledMicros, standing.HeldMicros));
    }

    [Fact]
    public async Task ACallersCancellation_EndsTheWaitAtOnce()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");
        await using var server = await RedisServer.StartAsync();
        await using var stores = new RedisStores(server.Url, static options => options.OperationTimeout = TimeSpan.FromSeconds(30));
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        server.Pause();
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, Minute), caller.Token));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        server.Resume();
    }

    [Fact]
    public async Task TooFewReplicas_MakeTheOutcomeUnknown_AndARefusalNeedsNone()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");
        await using var server = await RedisServer.StartAsync();
        await using var stores = new RedisStores(server.Url, static options => (options.WaitReplicas, options.WaitTimeout) = (1, TimeSpan.FromMilliseconds(50)));

        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop));

        Assert.True(error.IsOutcomeUnknown);
        Assert.Contains("0 of 1 replicas", error.Message, StringComparison.Ordinal);
        Assert.Equal(QuotaRefusal.UnknownAccount, (await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "nobody", -1, "correction"), Stop)).Refusal);
    }

    /// <summary>A server that was started anew knows no scripts.</summary>
    [Fact]
    public async Task ScriptsThatTheServerHasForgotten_AreSentAgain()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");
        await using var server = await RedisServer.StartAsync();
        await using var stores = new RedisStores(server.Url);
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);

        Assert.Equal("OK", await server.CommandAsync("SCRIPT", "FLUSH"));

        Assert.Equal(QuotaOutcome.Applied, (await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 50, "more"), Stop)).Outcome);
        Assert.Equal(150, (await stores.Quotas.GetAsync("a", Stop))!.LimitMicros);
    }

    private static async Task<T> UntilAsync<T>(Func<ValueTask<T>> operation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (QuotaStoreException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(15))
            {
                await Task.Delay(20, Stop);
            }
        }
    }
}
