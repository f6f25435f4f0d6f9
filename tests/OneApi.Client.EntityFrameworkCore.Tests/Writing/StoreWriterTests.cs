using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Tests.Writing;

public sealed class StoreWriterTests(PostgresFixture postgres) : IDisposable
{
    private static readonly QuotaAccount[] Chain = [new("a")];
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task OperationsThatWait_ShareOneBatch()
    {
        var engine = new ScriptedEngine();
        await using var writer = Writer(engine);
        var first = writer.DoAsync(new Doing(1), Stop);
        await engine.Entered.WaitAsync(Stop);
        var others = Enumerable.Range(2, 9).Select(i => writer.DoAsync(new Doing(i), Stop).AsTask()).ToArray();
        engine.Go.Release(2);

        Assert.Equal(1, await first);
        Assert.Equal(Enumerable.Range(2, 9), await Task.WhenAll(others));
        Assert.Equal([1, 9], engine.Batches);
    }

    [Fact]
    public async Task AnUnacknowledgedCommit_IsUnknownToAllOfItsBatch_AndNotTriedAgain()
    {
        var engine = new ScriptedEngine(new CommitUnknownException(new IOException("cut")));
        await using var writer = Writer(engine);
        engine.Go.Release(1);

        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await writer.DoAsync(new Doing(1), Stop));

        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal([1], engine.Batches);
    }

    [Fact]
    public async Task AnOutageBeforeTheCommit_IsWaitedOut()
    {
        var engine = new ScriptedEngine(new IOException("cut"), new BatchConflictException("met"));
        await using var writer = Writer(engine);
        engine.Go.Release(3);

        Assert.Equal(1, await writer.DoAsync(new Doing(1), Stop));
        Assert.Equal([1, 1, 1], engine.Batches);
    }

    [Fact]
    public async Task AnOperationThatCanNotBeWritten_FailsAlone()
    {
        var engine = new ScriptedEngine { Poison = 5 };
        await using var writer = Writer(engine);
        var first = writer.DoAsync(new Doing(1), Stop);
        await engine.Entered.WaitAsync(Stop);
        var others = Enumerable.Range(2, 6).Select(i => writer.DoAsync(new Doing(i), Stop).AsTask()).ToArray();
        engine.Go.Release(100);

        await first;
        foreach (var (task, i) in others.Select(static (task, i) => (task, i + 2)))
        {
            if (i == 5)
            {
                Assert.False((await Assert.ThrowsAsync<QuotaStoreException>(() => task)).IsOutcomeUnknown);
                continue;
            }

            Assert.Equal(i, await task);
        }
    }

    [Fact]
    public async Task ACallerThatHasGone_BeforeItsTurn_IsLeftOut()
    {
        var engine = new ScriptedEngine();
        await using var writer = Writer(engine);
        var first = writer.DoAsync(new Doing(1), Stop);
        await engine.Entered.WaitAsync(Stop);
        using var gone = new CancellationTokenSource();
        var second = writer.DoAsync(new Doing(2, gone.Token), gone.Token).AsTask();
        await gone.CancelAsync();
        var third = writer.DoAsync(new Doing(3), Stop);
        engine.Go.Release(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal((1, 3), (await first, await third));
        Assert.Equal([1, 1], engine.Batches);
    }

    [Fact]
    public async Task Disposal_FinishesWhatIsQueued_AndTakesNothingMore()
    {
        var engine = new ScriptedEngine();
        var writer = Writer(engine);
        var waiting = Enumerable.Range(1, 20).Select(i => writer.DoAsync(new Doing(i), Stop).AsTask()).ToArray();
        var disposal = writer.DisposeAsync();
        engine.Go.Release(100);

        await disposal;

        Assert.Equal(Enumerable.Range(1, 20), await Task.WhenAll(waiting));
        Assert.True(engine.IsDisposed);
        Assert.False((await Assert.ThrowsAsync<QuotaStoreException>(async () => await writer.DoAsync(new Doing(1), Stop))).IsOutcomeUnknown);
    }

    /// <summary>A limit that no database holds is the caller's own error; the money of the others of the batch moves.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ALimitThatNoLongHolds_HarmsNobodyElse(bool onPostgres)
    {
        await using var stores = onPostgres ? Stores.OnPostgres(await postgres.DatabaseAsync()) : Stores.OnSqlite(_file.Path);
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", long.MaxValue, "opening"), Stop);

        var others = Enumerable.Range(0, 20).Select(_ => stores.Quotas.ReserveAsync(new(Guid.NewGuid(), Chain, 1, TimeSpan.FromMinutes(1)), Stop).AsTask()).ToArray();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1, "too much"), Stop));

        Assert.All(await Task.WhenAll(others), static result => Assert.Equal(QuotaOutcome.Applied, result.Outcome));
        Assert.Equal((long.MaxValue, 20L), ((await stores.Quotas.GetAsync("a", Stop))!.LimitMicros, (await stores.Quotas.GetAsync("a", Stop))!.HeldMicros));
    }

    /// <summary>PostgreSQL indexes no text of some kilobytes: a record with such a label fails, and its batch mates do not.</summary>
    [Fact]
    public async Task ARecordThatPostgresCanNotIndex_FailsAlone()
    {
        await using var stores = Stores.OnPostgres(await postgres.DatabaseAsync());
        var random = new Random(1);
        var name = new string([.. Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('a', 'z'))]);
        await stores.Quotas.ReapAsync(Stop);

        var good = Enumerable.Range(0, 20).Select(_ => stores.Ledger.AppendAsync([Records.Of(Guid.NewGuid(), 1)], Stop).AsTask()).ToArray();
        var bad = stores.Ledger.AppendAsync([Records.Of(Guid.NewGuid(), 1) with { Labels = new Dictionary<string, string> { [name] = "x" } }], Stop).AsTask();
        var more = Enumerable.Range(0, 20).Select(_ => stores.Ledger.AppendAsync([Records.Of(Guid.NewGuid(), 1)], Stop).AsTask()).ToArray();

        Assert.False((await Assert.ThrowsAsync<QuotaStoreException>(() => bad)).IsOutcomeUnknown);
        Assert.Equal(40, (await Task.WhenAll([.. good, .. more])).Sum());
    }

    /// <summary>Nobody is there: after a bounded time callers hear that nothing was done.</summary>
    [Fact]
    public async Task AServerThatIsNotThere_IsADefiniteFailure()
    {
        await using var stores = Stores.OnPostgres("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=hunter2;Timeout=1");

        var error = await Assert.ThrowsAsync<QuotaStoreException>(async () => await stores.Quotas.ReleaseAsync(Guid.NewGuid(), Stop));

        Assert.False(error.IsOutcomeUnknown);
        Assert.IsAssignableFrom<NpgsqlException>(error.InnerException);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static StoreWriter Writer(IBatchEngine engine) => new(engine, new EntityFrameworkCoreOptions(), NullLogger<StoreWriter>.Instance);

    private sealed class Doing(int number, CancellationToken cancellationToken = default) : StoreOperation<int>(cancellationToken)
    {
        public int Number { get; } = number;

        public override void Name(BatchNames names)
        {
        }

        protected override int Run(BatchState state) => Number;
    }

    /// <summary>Applies batches when the test lets it, and fails as the script says.</summary>
    private sealed class ScriptedEngine(params Exception[] failures) : IBatchEngine
    {
        private readonly Queue<Exception> _failures = new(failures);

        public SemaphoreSlim Go { get; } = new(0);

        public SemaphoreSlim Entered { get; } = new(0);

        public List<int> Batches { get; } = [];

        public int Poison { get; init; } = -1;

        public bool IsDisposed { get; private set; }

        public async Task ApplyAsync(IReadOnlyList<StoreOperation> operations)
        {
            Entered.Release();
            await Go.WaitAsync(Stop);
            Batches.Add(operations.Count);
            if (_failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            if (operations.Any(operation => ((Doing)operation).Number == Poison))
            {
                throw new FormatException("can't be written");
            }

            foreach (var operation in operations)
            {
                operation.Apply(null!);
            }
        }

        public BatchFault Judge(Exception exception) => exception switch
        {
            BatchConflictException => BatchFault.Conflict,
            IOException => BatchFault.Unavailable,
            _ => BatchFault.Lasting,
        };

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
