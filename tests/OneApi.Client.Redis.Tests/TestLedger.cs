using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OneApi.Client.Redis.Tests;

/// <summary>A durable ledger that counts, and fails or stops on demand.</summary>
internal sealed class TestLedger : IUsageLedger
{
    private readonly ConcurrentDictionary<Guid, UsageRecord> _records = new();
    private int _repeated;

    /// <summary>Gets or sets what runs before records are appended.</summary>
    public Func<IReadOnlyList<UsageRecord>, CancellationToken, Task> BeforeAppend { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Gets or sets what runs when they are, before the caller hears of it.</summary>
    public Func<Task> AfterAppend { get; set; } = static () => Task.CompletedTask;

    public ICollection<UsageRecord> Records => _records.Values;

    /// <summary>Gets how often a record came that was there already.</summary>
    public int Repeated => _repeated;

    public async ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        await BeforeAppend(records, cancellationToken);
        var added = records.Count(record => _records.TryAdd(record.CallId, record));
        Interlocked.Add(ref _repeated, records.Count - added);
        await AfterAppend();
        return added;
    }

    public async IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var record in _records.Values.OrderBy(static record => record.StartedAt).ThenBy(static record => record.CallId))
        {
            yield return record;
        }
    }

    public async IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new([], null, _records.Values.Select(UsageTotals.Of).Aggregate(new UsageTotals(), static (one, other) => one.Plus(other)));
    }

    public async IAsyncEnumerable<AccountTotal> SumAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var account in _records.Values.SelectMany(static record => record.Accounts.Select(account => (account, record))).GroupBy(static pair => pair.account))
        {
            yield return new(account.Key, account.Sum(static pair => pair.record.ChargeMicros ?? 0), account.Count());
        }
    }
}
