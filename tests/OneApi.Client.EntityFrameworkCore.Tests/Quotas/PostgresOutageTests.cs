using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>T4 of reliability §5: PostgreSQL goes away under load, in order and not, and its sessions are killed in mid-commit. No money goes astray.</summary>
public sealed class PostgresOutageTests
{
    private const int Callers = 32;
    private const long Price = 7;
    private static readonly QuotaAccount[] Chain = [new("token"), new("group")];
    private readonly Random _random = new(20261126);
    private long _unknown;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RestartsAndKilledSessionsUnderLoad_LeaveNoDrift()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed on this machine.");
        await using var server = await PostgresServer.StartNewAsync(Stop);
        var connection = await server.CreateDatabaseAsync(Stop);

        // Commits of 10 ms, as on a slow disk: on a fast one hardly any is met.
        await using var one = Stores.OnPostgres(connection + ";Options=-c commit_delay=10000 -c commit_siblings=0");
        await using var two = Stores.OnPostgres(connection + ";Options=-c commit_delay=10000 -c commit_siblings=0");
        foreach (var account in Chain)
        {
            await one.Quotas.AdjustAsync(new(Guid.NewGuid(), account.Key, 1_000_000_000, "opening"), Stop);
        }

        using var over = new CancellationTokenSource();
        var calls = Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(i % 2 == 0 ? one.Quotas : two.Quotas, over.Token), Stop)).ToArray();
        var killed = 0L;
        for (var i = 0; i < 5; i++)
        {
            await MoveOnAsync(one);
            await (i % 2 == 0 ? server.StopAsync(Stop) : server.KillAsync(Stop));
            await server.StartAsync(Stop);
        }

        for (var i = 0; i < 10; i++)
        {
            await MoveOnAsync(one);
            killed += await KillInCommitAsync(server, connection);
        }

        await over.CancelAsync();
        var tallies = await Task.WhenAll(calls);

        Assert.True(killed >= 10, $"Only {killed} sessions were killed in their commits.");
        var settled = tallies.Sum();
        var unknown = Interlocked.Read(ref _unknown);
        TestContext.Current.TestOutputHelper?.WriteLine($"{settled} settled, {unknown} unknown outcomes, {killed} sessions killed");
        Assert.True(settled > 15, "The load did not run between the outages.");
        Assert.Equal([new("group", settled * Price, settled), new("token", settled * Price, settled)], (await two.Ledger.SumAccountsAsync(Stop).ToListAsync(Stop)).OrderBy(static total => total.Account, StringComparer.Ordinal));
        foreach (var account in Chain)
        {
            var standing = (await two.Quotas.GetAsync(account.Key, Stop))!;
            Assert.Equal((settled * Price, 0L), (standing.SettledMicros, standing.HeldMicros));
        }
    }

    /// <summary>Calls until told to stop; every operation is repeated with its id until somebody acknowledges it.</summary>
    private async Task<long> CallAsync(IQuotaStore store, CancellationToken over)
    {
        var settled = 0L;
        while (!over.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7();
            Assert.True((await RepeatAsync(() => store.ReserveAsync(new(id, Chain, 10, TimeSpan.FromMinutes(10)), Stop))).IsDone);
            Assert.True((await RepeatAsync(() => store.SettleAsync(new(id, Chain, Price, Records.Of(id, Price, Chain)), Stop))).IsDone);
            settled++;
        }

        return settled;

        async Task<QuotaResult> RepeatAsync(Func<ValueTask<QuotaResult>> act)
        {
            while (true)
            {
                try
                {
                    return await act();
                }
                catch (QuotaStoreException exception)
                {
                    Interlocked.Add(ref _unknown, exception.IsOutcomeUnknown ? 1 : 0);
                    await Task.Delay(20, Stop);
                }
            }
        }
    }

    /// <summary>Waits until the load has settled a random number of calls more.</summary>
    private async Task MoveOnAsync(Stores stores)
    {
        var before = await SettledAsync();
        var more = _random.Next(1, 200) * Price;
        while (await SettledAsync() < before + more)
        {
            await Task.Delay(10, Stop);
        }

        async Task<long> SettledAsync()
        {
            while (true)
            {
                try
                {
                    return (await stores.Quotas.GetAsync("token", Stop))!.SettledMicros;
                }
                catch (QuotaStoreException)
                {
                    await Task.Delay(20, Stop);
                }
            }
        }
    }

    /// <summary>Waits for a session that is committing, and kills it. PostgreSQL often finishes the commit and says so before the session ends.</summary>
    private static async Task<long> KillInCommitAsync(PostgresServer server, string connection)
    {
        for (var i = 0; i < 5000; i++)
        {
            if (await server.TerminateSessionsAsync(connection, "state = 'active' AND query ILIKE 'COMMIT%'", Stop) is > 0 and var killed)
            {
                return killed;
            }
        }

        return 0;
    }
}
