using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>
/// The ledger of a process without a durable store. It keeps the records that were appended last and lets go of the others, with one warning;
/// what each account was charged is kept for ever, so that the reconciliation holds.
/// </summary>
internal sealed class MemoryUsageLedger : IUsageLedger
{
    /// <summary>How many records are kept where nothing else is said.</summary>
    public const int DefaultMaxRecords = 10_000;

    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly int _maxRecords;
    private readonly Queue<UsageRecord> _records = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<string, AccountTotal> _accounts = new(StringComparer.Ordinal);
    private bool _hasDropped;

    public MemoryUsageLedger(ILogger<MemoryUsageLedger> logger, int maxRecords = DefaultMaxRecords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        _logger = logger;
        _maxRecords = maxRecords;
    }

    public ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        for (var i = 0; i < records.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(records[i], nameof(records));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var added = 0;
        bool isFirstDrop;
        lock (_gate)
        {
            foreach (var record in records)
            {
                added += AddLocked(record) ? 1 : 0;
            }

            isFirstDrop = DropLocked();
        }

        if (isFirstDrop)
        {
            Log.MemoryLedgerFull(_logger, _maxRecords);
        }

        return new(added);
    }

    public IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return EnumerateAsync(
            () => Snapshot().Where(record => RecordMatch.Matches(filter, record)).OrderBy(static record => record.StartedAt).ThenBy(static record => record.CallId),
            cancellationToken);
    }

    public IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        RecordKeys.Check(by);
        return EnumerateAsync(
            () =>
            {
                var sums = new Sums();
                foreach (var record in Snapshot())
                {
                    if (RecordMatch.Matches(filter, record))
                    {
                        sums.Add(new(RecordKeys.Of(record, by), byQuarterHour ? RecordKeys.QuarterOf(record.StartedAt) : null), UsageTotals.Of(record));
                    }
                }

                return sums.Totals.Select(static sum => new UsageBucket(sum.Key.Keys, sum.Key.Quarter, sum.Value));
            },
            cancellationToken);
    }

    public IAsyncEnumerable<AccountTotal> SumAccountsAsync(CancellationToken cancellationToken) =>
        EnumerateAsync(
            () =>
            {
                lock (_gate)
                {
                    return (AccountTotal[])[.. _accounts.Values];
                }
            },
            cancellationToken);

    /// <summary>What is read is one moment of the ledger: the one at which the reading begins.</summary>
    private static async IAsyncEnumerable<T> EnumerateAsync<T>(Func<IEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var item in read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private UsageRecord[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    private bool AddLocked(UsageRecord record)
    {
        if (!_ids.Add(record.CallId))
        {
            return false;
        }

        _records.Enqueue(record);
        foreach (var account in record.Accounts)
        {
            var total = _accounts.GetValueOrDefault(account);
            _accounts[account] = new(account, checked(total.ChargedMicros + (record.ChargeMicros ?? 0)), total.Records + 1);
        }

        return true;
    }

    /// <summary>Lets go of the oldest records that are too many; says whether these are the first.</summary>
    private bool DropLocked()
    {
        if (_records.Count <= _maxRecords)
        {
            return false;
        }

        while (_records.Count > _maxRecords)
        {
            _ids.Remove(_records.Dequeue().CallId);
        }

        var isFirst = !_hasDropped;
        _hasDropped = true;
        return isFirst;
    }
}
