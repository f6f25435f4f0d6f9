using System.Runtime.CompilerServices;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Usage;

/// <summary>
/// The durable ledger with Redis before it: an append is acknowledged as soon as Redis has it, and a query first moves on what Redis still has,
/// so that it sees everything that was acknowledged on any node.
/// </summary>
internal sealed class RedisUsageLedger(RedisRunner runner, Buckets buckets, LedgerMover mover, DurableLedger durable, RedisOptions options) : IUsageLedger
{
    private const int RecordsAtOnce = 100;
    private static readonly RedisScript Append = RedisScript.Load("Clock", "Holds", "Append");
    private readonly RedisValue _kept = (long)options.RepetitionWindow.TotalMilliseconds;

    private IUsageLedger Inner => durable.Inner!;

    /// <summary>What is known from the last hour is left out; what is older, the durable ledger leaves as it is.</summary>
    public async ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        var added = 0;
        foreach (var some in records.GroupBy(record => buckets.Of(record.CallId)))
        {
            foreach (var chunk in some.Chunk(RecordsAtOnce))
            {
                added += await AppendAsync(some.Key, chunk, cancellationToken).ConfigureAwait(false);
            }
        }

        return added;
    }

    public async IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await mover.SweepAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var record in Inner.ReadAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public async IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await mover.SweepAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var bucket in Inner.SumAsync(filter, by, byQuarterHour, cancellationToken).ConfigureAwait(false))
        {
            yield return bucket;
        }
    }

    public async IAsyncEnumerable<AccountTotal> SumAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await mover.SweepAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var total in Inner.SumAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return total;
        }
    }

    private async Task<int> AppendAsync(Bucket bucket, UsageRecord[] records, CancellationToken cancellationToken)
    {
        var values = new RedisValue[1 + (2 * records.Length)];
        values[0] = _kept;
        for (var i = 0; i < records.Length; i++)
        {
            values[1 + (2 * i)] = records[i].CallId.ToByteArray(bigEndian: true);
            values[2 + (2 * i)] = UsageRecordJson.Serialize(records[i]);
        }

        return (int)await runner.WriteAsync(Append, [bucket.Ids, bucket.Stream], values, cancellationToken).ConfigureAwait(false);
    }
}
