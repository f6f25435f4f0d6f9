namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>I5: a process that writes to SQLite is killed at random moments. What it was told is there, and nothing was charged twice.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private const int Callers = 32;
    private const long Price = 3;
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task KillNine_AtRandomMoments_LosesNothingThatWasAcknowledged()
    {
        await using (var opening = Stores.OnSqlite(_file.Path))
        {
            await opening.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1_000_000_000, "opening"), Stop);
        }

        var random = new Random(20261126);
        var acknowledged = new HashSet<Guid>();
        for (var round = 0; round < 10; round++)
        {
            using var child = Child.Start("sqlite", _file.Path, "run", "a", Callers, Price);
            await child.ReadyAsync(Stop);
            child.Go();
            var before = acknowledged.Count;
            var enough = random.Next(50, 800);
            while (acknowledged.Count - before < enough)
            {
                acknowledged.Add(Guid.Parse((await child.ReadAsync(Stop))!));
            }

            child.Kill();
            while (await child.ReadAsync(Stop) is { } line && Guid.TryParse(line, out var id))
            {
                acknowledged.Add(id);
            }
        }

        await using var stores = Stores.OnSqlite(_file.Path);
        var records = await stores.Ledger.ReadAsync(new(), Stop).Select(static record => record.CallId).ToListAsync(Stop);
        var standing = (await stores.Quotas.GetAsync("a", Stop))!;
        Assert.Empty(acknowledged.Except(records));
        Assert.Equal(records.Count, records.Distinct().Count());
        Assert.Equal([new AccountTotal("a", records.Count * Price, records.Count)], await stores.Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
        Assert.Equal(records.Count * Price, standing.SettledMicros);

        // At most one call of each caller of each killed process was under way: it is charged without having been told, or its hold is still open.
        Assert.InRange(records.Count - acknowledged.Count, 0, 10 * Callers);
        Assert.InRange(standing.HeldMicros, 0, 10 * Callers * Price);
    }
}
