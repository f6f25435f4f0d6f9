using System.Text.Json;
using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Usage;

/// <summary>
/// Moves entries of the streams to the durable ledger: appended there first, which leaves what it has as it is, then taken out here. Whoever
/// dies in between leaves an entry that is moved once more, and counts once.
/// </summary>
internal sealed class LedgerMover(RedisRunner runner, Buckets buckets, RedisQuotaStore quotas, DurableLedger durable, ILogger<LedgerMover> logger) : IDisposable
{
    public const string Group = "ledger";
    private const int EntriesAtOnce = 64;
    private static readonly RedisScript Done = RedisScript.Load("Done");
    private readonly SemaphoreSlim _sweeping = new(1);

    /// <summary>Moves everything that is in the streams now, whoever has begun with it.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _sweeping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var last = await EachAsync((database, bucket) => database.StreamRangeAsync(bucket.Stream, count: 1, messageOrder: Order.Descending, flags: CommandFlags.DemandMaster), cancellationToken).ConfigureAwait(false);
            var open = Enumerable.Range(0, last.Length).Where(i => last[i].Length > 0).ToList();
            while (open.Count > 0)
            {
                var entries = await Task.WhenAll(open.Select(i => runner.RunAsync(
                    database => database.StreamRangeAsync(buckets[i].Stream, maxId: last[i][0].Id, count: EntriesAtOnce, flags: CommandFlags.DemandMaster),
                    cancellationToken).AsTask())).ConfigureAwait(false);
                await MoveAsync([.. open.Zip(entries, (i, some) => (buckets[i], some))], cancellationToken).ConfigureAwait(false);
                open = [.. open.Where((_, i) => entries[i].Length == EntriesAtOnce)];
            }
        }
        finally
        {
            _sweeping.Release();
        }
    }

    public void Dispose() => _sweeping.Dispose();

    /// <summary>Reads some entries of every bucket and moves them. Gives how many there were.</summary>
    public async Task<int> MoveSomeAsync(Func<IDatabase, Bucket, int, Task<StreamEntry[]>> read, CancellationToken cancellationToken)
    {
        var entries = await EachAsync((database, bucket) => read(database, bucket, EntriesAtOnce), cancellationToken).ConfigureAwait(false);
        await MoveAsync([.. buckets.All.Zip(entries)], cancellationToken).ConfigureAwait(false);
        return entries.Sum(static some => some.Length);
    }

    private async Task<StreamEntry[][]> EachAsync(Func<IDatabase, Bucket, Task<StreamEntry[]>> read, CancellationToken cancellationToken) =>
        await Task.WhenAll(buckets.All.Select(bucket => runner.RunAsync(database => read(database, bucket), cancellationToken).AsTask())).ConfigureAwait(false);

    private async Task MoveAsync(IReadOnlyList<(Bucket Bucket, StreamEntry[] Entries)> some, CancellationToken cancellationToken)
    {
        var records = new List<UsageRecord>();
        var taken = new List<(Bucket Bucket, List<RedisValue> Readable, List<RedisValue> Others)>();
        foreach (var (bucket, entries) in some)
        {
            var (readable, others) = (new List<RedisValue>(entries.Length), new List<RedisValue>());
            foreach (var entry in entries)
            {
                // One that was deleted, but not acknowledged, comes without its fields.
                if (entry.Values is not { Length: > 0 } || await TryReadAsync(entry, records, cancellationToken).ConfigureAwait(false))
                {
                    readable.Add(entry.Id);
                    continue;
                }

                others.Add(entry.Id);
                others.Add(entry["r"].IsNull ? RedisValue.EmptyString : entry["r"]);
            }

            if (entries.Length > 0)
            {
                taken.Add((bucket, readable, others));
            }
        }

        if (records.Count > 0)
        {
            await durable.Inner!.AppendAsync(records, cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAll(taken.Select(part => TakeOutAsync(part.Bucket, part.Readable, part.Others, cancellationToken))).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryReadAsync(StreamEntry entry, List<UsageRecord> records, CancellationToken cancellationToken)
    {
        StreamedRecord streamed;
        try
        {
            streamed = StreamedRecord.Read(entry);
        }
        catch (JsonException)
        {
            return false;
        }

        if (streamed.OtherAccounts is { } others
            && !await quotas.CompleteAsync(streamed.ReservationId, streamed.ActualMicros, others, streamed.At, cancellationToken).ConfigureAwait(false))
        {
            Log.TooLateToComplete(logger, streamed.ReservationId);
        }

        if (streamed.Record is { } record)
        {
            records.Add(record);
        }

        return true;
    }

    private async Task TakeOutAsync(Bucket bucket, List<RedisValue> readable, List<RedisValue> others, CancellationToken cancellationToken)
    {
        await runner.EvaluateAsync(Done, [bucket.Stream, bucket.Aside], [Group, readable.Count, .. readable, .. others], cancellationToken).ConfigureAwait(false);
        if (others.Count > 0)
        {
            Log.Unreadable(logger, others.Count / 2, bucket.Stream.ToString(), bucket.Aside.ToString());
        }
    }
}
