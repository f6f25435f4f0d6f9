using System.Diagnostics;

namespace OneApi.Client.Redis.Tests.Usage;

/// <summary>The background move to the durable ledger, with consumers that die and a ledger that fails.</summary>
public sealed class LedgerDrainTests(SingleRedis redis) : IAsyncLifetime
{
    private RedisStores _stores = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Records_ReachTheLedgerByThemselves()
    {
        using var drain = _stores.Drain();
        await drain.StartAsync(Stop);

        var ids = await AppendAsync(500);
        await UntilAsync(() => _stores.Durable.Records.Count == 500);

        Assert.Equal(ids.Order(), _stores.Durable.Records.Select(static record => record.CallId).Order());
        await drain.StopAsync(Stop);
        Assert.Equal(0, _stores.Durable.Repeated);
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task AStopInOrder_MovesWhatIsStillThere_AndLeavesNoConsumerBehind()
    {
        using var drain = _stores.Drain();
        await drain.StartAsync(Stop);
        await AppendAsync(1);
        await UntilAsync(() => _stores.Durable.Records.Count == 1);

        await AppendAsync(200);
        await drain.StopAsync(Stop);

        Assert.Equal(201, _stores.Durable.Records.Count);
        Assert.Equal(0, await LeftAsync());
        var database = await _stores.Connection.ConnectAsync(Stop);
        foreach (var bucket in _stores.Buckets.All)
        {
            Assert.Empty(await database.StreamConsumerInfoAsync(bucket.Stream, "ledger"));
        }
    }

    /// <summary>The first consumer dies when the ledger has its records, and before it could say so: the second moves them again, and they count once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AConsumerThatDiesInTheMiddle_IsReplaced_AndEveryRecordCountsOnce(bool isAppended)
    {
        var died = new TaskCompletionSource();
        var dead = new TestLedger();
        async Task DieAsync()
        {
            died.TrySetResult();
            await Task.Delay(Timeout.Infinite, Stop);
        }

        if (isAppended)
        {
            dead.BeforeAppend = async (records, cancellation) => await _stores.Durable.AppendAsync(records, cancellation);
            dead.AfterAppend = DieAsync;
        }
        else
        {
            dead.BeforeAppend = (_, _) => DieAsync();
        }

        await using var deadNode = _stores.Neighbour();
        using var first = deadNode.Drain(dead);
        await first.StartAsync(Stop);
        var ids = (await AppendAsync(300)).ToList();
        await died.Task.WaitAsync(Stop); // it never comes back; its process is gone for all that Redis knows

        using var second = _stores.Drain();
        second.TakeOverAfter = TimeSpan.FromMilliseconds(300);
        await second.StartAsync(Stop);
        ids.AddRange(await AppendAsync(300));
        await UntilAsync(() => _stores.Durable.Records.Count == 600);
        await UntilAsync(async () => await LeftAsync() == 0);
        await second.StopAsync(Stop);

        Assert.Equal(ids.Order(), _stores.Durable.Records.Select(static record => record.CallId).Order());
        Assert.Equal(isAppended, _stores.Durable.Repeated > 0);
    }

    [Fact]
    public async Task ALedgerThatFails_IsTriedAgain_AndNothingIsLost()
    {
        var failures = 2;
        _stores.Durable.BeforeAppend = (_, _) => Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("the disk is full") : Task.CompletedTask;
        using var drain = _stores.Drain();
        await drain.StartAsync(Stop);

        var ids = await AppendAsync(100);
        await UntilAsync(() => _stores.Durable.Records.Count == 100);
        await drain.StopAsync(Stop);

        Assert.True(failures < 0);
        Assert.Equal(ids.Order(), _stores.Durable.Records.Select(static record => record.CallId).Order());
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task SeveralConsumers_ShareTheWork_AndEveryRecordCountsOnce()
    {
        await using var other = _stores.Neighbour();
        using var one = _stores.Drain();
        using var two = other.Drain(_stores.Durable);
        await one.StartAsync(Stop);
        await two.StartAsync(Stop);

        for (var i = 0; i < 20; i++)
        {
            await AppendAsync(100);
        }

        await UntilAsync(() => _stores.Durable.Records.Count == 2000);
        await one.StopAsync(Stop);
        await two.StopAsync(Stop);

        Assert.Equal(2000, _stores.Durable.Records.Count);
        Assert.Equal(0, await LeftAsync());
    }

    private async Task<Guid[]> AppendAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(static _ => Guid.NewGuid()).ToArray();
        await _stores.Ledger.AppendAsync([.. ids.Select(static id => TestRecord.Of(id, 1, "a"))], Stop);
        return ids;
    }

    private async Task<long> LeftAsync()
    {
        var database = await _stores.Connection.ConnectAsync(Stop);
        return (await Task.WhenAll(_stores.Buckets.All.Select(bucket => database.StreamLengthAsync(bucket.Stream)))).Sum();
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "It did not happen in 20 seconds.");
            await Task.Delay(10, Stop);
        }
    }
}
