using System.Diagnostics;
using System.Globalization;
using OneApi.Client.Tests.Servers;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Tests.Faults;

/// <summary>
/// T3 of the reliability page at the size of a change: a cluster of six nodes loses, pauses, swaps and moves its parts under load. With a
/// replica's word for every change nothing that was acknowledged is lost, and nothing counts twice.
/// </summary>
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ServedAgainLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan HalfwayPause = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnderFaults_NoChargeIsLostOrDoubled_AndFundedAccountsAreServedAgainInTime()
    {
        Assert.SkipUnless(RedisCluster.IsInstalled, "redis-server and redis-cli are not installed");
        await using var cluster = await RedisCluster.StartAsync(nodeTimeoutMilliseconds: 500);
        await using var stores = new RedisStores(cluster.Url, static options => (options.WaitReplicas, options.WaitTimeout) = (1, TimeSpan.FromMilliseconds(300)));
        await using var load = new ClusterLoad(stores, accounts: 30, callers: 24);
        await load.StartAsync();
        await load.ServedAgainAsync();
        var random = new Random(20261126);

        for (var i = 0; i < 5; i++)
        {
            await FaultAsync($"primary killed {i + 1}", cluster, stores, load, () => KillAsync(cluster, random));
        }

        for (var i = 0; i < 3; i++)
        {
            await FaultAsync($"primary paused {i + 1}", cluster, stores, load, () => PauseAsync(cluster, random));
        }

        for (var i = 0; i < 3; i++)
        {
            await FaultAsync($"manual failover {i + 1}", cluster, stores, load, () => SwapAsync(cluster, random));
        }

        for (var i = 0; i < 5; i++)
        {
            await FaultAsync($"slot moved {i + 1}", cluster, stores, load, () => MoveAsync(cluster, stores, load, random));
        }

        await FaultAsync("all restarted with their append-only files", cluster, stores, load, () => RestartAsync(cluster));
        output.WriteLine($"{load.Calls} calls settled, {load.Unknown} unknown outcomes repeated");
    }

    /// <summary>One fault: the time until all accounts are served, then the books.</summary>
    private async Task FaultAsync(string name, RedisCluster cluster, RedisStores stores, ClusterLoad load, Func<Task<Task>> fault)
    {
        var ending = await fault();
        var served = await load.ServedAgainAsync();
        await ending;
        await cluster.WaitUntilWholeAsync();
        var drift = await DriftAsync(stores, load);
        var line = $"{name}: served again after {served.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s, {load.Calls} calls, drift {drift}";
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
        Assert.Equal(0, drift);
        Assert.True(served <= ServedAgainLimit, line);
        await load.ServedAgainAsync(); // the next one strikes a load that runs
    }

    /// <summary>Three books that have to agree, per account: what the store says, what the ledger adds up to, and what the callers were told.</summary>
    private static async Task<long> DriftAsync(RedisStores stores, ClusterLoad load)
    {
        using var quiet = await load.QuietAsync();
        await stores.Mover.SweepAsync(Stop);
        var ledger = await stores.Ledger.SumAccountsAsync(Stop).ToDictionaryAsync(static total => total.Account, static total => total.ChargedMicros, cancellationToken: Stop);
        var drift = 0L;
        foreach (var account in load.Accounts)
        {
            var standing = await StandingAsync(stores, account);
            drift += Math.Abs(standing.SettledMicros - load.ChargedOf(account));
            drift += Math.Abs(ledger.GetValueOrDefault(account) - load.ChargedOf(account));
            drift += standing.HeldMicros + Math.Abs(standing.LimitMicros - ClusterLoad.Limit);
        }

        return drift;
    }

    /// <summary>The releases of the calls that asked whether it is served are not waited for; they are done in a moment.</summary>
    private static async Task<QuotaStanding> StandingAsync(RedisStores stores, string account)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var standing = (await stores.Quotas.GetAsync(account, Stop))!;
            if (standing.HeldMicros == 0 || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(5))
            {
                return standing;
            }

            await Task.Delay(10, Stop);
        }
    }

    private static async Task<RedisServer> AnyPrimaryAsync(RedisCluster cluster, Random random)
    {
        var primaries = await cluster.PrimariesAsync();
        return primaries[random.Next(primaries.Count)];
    }

    /// <summary>A supervisor starts the node again; by then its replica has taken over.</summary>
    private static async Task<Task> KillAsync(RedisCluster cluster, Random random)
    {
        var primary = await AnyPrimaryAsync(cluster, random);
        var replica = await cluster.ReplicaOfAsync(primary);
        primary.Kill();
        return EndAsync();

        async Task EndAsync()
        {
            await UntilPrimaryAsync(replica);
            await primary.StartAgainAsync();
        }
    }

    private static async Task<Task> PauseAsync(RedisCluster cluster, Random random)
    {
        var primary = await AnyPrimaryAsync(cluster, random);
        var replica = await cluster.ReplicaOfAsync(primary);
        primary.Pause();
        return EndAsync();

        async Task EndAsync()
        {
            await UntilPrimaryAsync(replica);
            primary.Resume();
        }
    }

    private static async Task<Task> SwapAsync(RedisCluster cluster, Random random)
    {
        var replica = await cluster.ReplicaOfAsync(await AnyPrimaryAsync(cluster, random));
        Assert.Equal("OK", await replica.CommandAsync("CLUSTER", "FAILOVER"));
        return UntilPrimaryAsync(replica);
    }

    private static async Task<Task> MoveAsync(RedisCluster cluster, RedisStores stores, ClusterLoad load, Random random)
    {
        var account = load.Accounts[random.Next(load.Accounts.Count)];
        var slot = stores.Connection.Database!.Multiplexer.GetHashSlot(stores.Buckets.Of(account).Ids);
        var from = (await cluster.OwnersAsync([slot]))[slot];
        var to = (await cluster.PrimariesAsync()).First(node => node != from);
        var isHalfway = new TaskCompletionSource();
        var moving = cluster.MoveSlotAsync(slot, from, to, () =>
        {
            isHalfway.SetResult();
            return Task.Delay(HalfwayPause, Stop);
        });
        await isHalfway.Task;
        return moving;
    }

    private static async Task<Task> RestartAsync(RedisCluster cluster)
    {
        foreach (var node in cluster.Nodes)
        {
            node.Kill();
        }

        await Task.WhenAll(cluster.Nodes.Select(static node => node.StartAgainAsync()));
        return Task.CompletedTask;
    }

    private static async Task UntilPrimaryAsync(RedisServer node)
    {
        var started = Stopwatch.GetTimestamp();
        while (!(await node.CommandAsync("INFO", "replication")).Contains("role:master", StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "The replica did not take over.");
            await Task.Delay(20, Stop);
        }
    }
}
