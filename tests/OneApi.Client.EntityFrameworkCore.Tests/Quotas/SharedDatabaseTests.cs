using System.Globalization;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>Several processes on one database: nothing depends on what one of them keeps in memory.</summary>
public sealed class SharedDatabaseTests(PostgresFixture postgres) : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    /// <summary>The issue's own case, with half of the callers in each of two processes.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task AThousandCallersInTwoProcesses_WithMoneyFor700_AreServed700Times(string engine)
    {
        var connection = engine == "postgres" ? await postgres.DatabaseAsync() : _file.Path;
        await using var stores = engine == "postgres" ? Stores.OnPostgres(connection) : Stores.OnSqlite(connection);
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 700 * 13, "opening"), Stop);
        using var one = Child.Start(engine, connection, "spend", "a", 500, 13);
        using var two = Child.Start(engine, connection, "spend", "a", 500, 13);
        await one.ReadyAsync(Stop);
        await two.ReadyAsync(Stop);

        one.Go();
        two.Go();
        var served = int.Parse((await one.ReadAsync(Stop))!, CultureInfo.InvariantCulture) + int.Parse((await two.ReadAsync(Stop))!, CultureInfo.InvariantCulture);

        Assert.Equal(700, served);
        var standing = (await stores.Quotas.GetAsync("a", Stop))!;
        Assert.Equal((700 * 13L, 700 * 13L, 0L), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
        Assert.Equal([new AccountTotal("a", 700 * 13, 700)], await stores.Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
    }

    /// <summary>A node that saw no answer repeats the same id, perhaps at the other node.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task OneId_AtTwoNodesAtOnce_IsAppliedOnce(string engine)
    {
        var connection = engine == "postgres" ? await postgres.DatabaseAsync() : _file.Path;
        await using var one = engine == "postgres" ? Stores.OnPostgres(connection) : Stores.OnSqlite(connection);
        await using var two = engine == "postgres" ? Stores.OnPostgres(connection) : Stores.OnSqlite(connection);
        await one.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1_000_000, "opening"), Stop);

        for (var round = 0; round < 40; round++)
        {
            var id = Guid.CreateVersion7();
            QuotaAccount[] chain = round % 2 == 0 ? [new("a"), new($"day:{round}", 1000)] : [];

            Assert.Equal([QuotaOutcome.Applied, QuotaOutcome.Duplicate], await BothAsync(store => store.ReserveAsync(new(id, chain, 10, TimeSpan.FromMinutes(1)), Stop)));
            Assert.Equal([QuotaOutcome.Applied, QuotaOutcome.Duplicate], await BothAsync(store => store.SettleAsync(new(id, chain, 7, Records.Of(id, 7, chain)), Stop)));
        }

        Assert.Equal(20 * 7, (await two.Quotas.GetAsync("a", Stop))!.SettledMicros);
        Assert.Equal(40, await one.Ledger.ReadAsync(new(), Stop).CountAsync(Stop));

        async Task<QuotaOutcome[]> BothAsync(Func<IQuotaStore, ValueTask<QuotaResult>> act)
        {
            var results = await Task.WhenAll(Task.Run(async () => await act(one.Quotas), Stop), Task.Run(async () => await act(two.Quotas), Stop));
            return [.. results.Select(static result => result.Outcome).Order()];
        }
    }

    /// <summary>Ids outlive the process that knew them.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Repetitions_AfterARestart_ChangeNothing(string engine)
    {
        var connection = engine == "postgres" ? await postgres.DatabaseAsync() : _file.Path;
        var (settled, released, open, entry) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), new QuotaEntry(Guid.NewGuid(), "a", 100, "opening"));
        QuotaAccount[] chain = [new("a")];
        await using (var before = engine == "postgres" ? Stores.OnPostgres(connection) : Stores.OnSqlite(connection))
        {
            await before.Quotas.AdjustAsync(entry, Stop);
            foreach (var id in (Guid[])[settled, released, open])
            {
                await before.Quotas.ReserveAsync(new(id, chain, 10, TimeSpan.FromMinutes(1)), Stop);
            }

            await before.Quotas.SettleAsync(new(settled, chain, 4), Stop);
            await before.Quotas.ReleaseAsync(released, Stop);
            await before.Quotas.ExtendAsync(new(open, 1, 5, TimeSpan.FromMinutes(1)), Stop);
        }

        await using var after = engine == "postgres" ? Stores.OnPostgres(connection) : Stores.OnSqlite(connection);

        Assert.Equal(QuotaOutcome.Duplicate, (await after.Quotas.AdjustAsync(entry, Stop)).Outcome);
        foreach (var id in (Guid[])[settled, released, open])
        {
            Assert.Equal(QuotaOutcome.Duplicate, (await after.Quotas.ReserveAsync(new(id, chain, 10, TimeSpan.FromMinutes(1)), Stop)).Outcome);
        }

        Assert.Equal(QuotaOutcome.Duplicate, (await after.Quotas.SettleAsync(new(settled, chain, 4), Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await after.Quotas.ReleaseAsync(released, Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await after.Quotas.ExtendAsync(new(open, 1, 5, TimeSpan.FromMinutes(1)), Stop)).Outcome);
        var standing = (await after.Quotas.GetAsync("a", Stop))!;
        Assert.Equal((100L, 4L, 15L), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
    }
}
