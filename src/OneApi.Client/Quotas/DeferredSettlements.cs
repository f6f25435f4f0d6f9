using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Quotas;

/// <summary>
/// What a store would not take yet: settlements, records and releases, tried again with the same ids until they are done. In memory, so it is the
/// last resort: a hold of a process that dies with them ends by itself, and its call is not charged.
/// </summary>
internal sealed class DeferredSettlements(IQuotaStore store, IUsageLedger ledger, TimeProvider time, ILogger<DeferredSettlements> logger) : IHostedService, IAsyncDisposable, IDisposable
{
    private const int Capacity = 100_000;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastTries = TimeSpan.FromSeconds(10);
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _work;
    private int _waiting;

    public void Settle(QuotaSettlement settlement) => Add(new(settlement, null, default));

    public void Append(UsageRecord record) => Add(new(null, record, default));

    public void Release(Guid reservationId) => Add(new(null, null, reservationId));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Tries what is waiting for a last time, and says of what is left that it is lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _items.Writer.TryComplete();
        if (_work is not { } work)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastTries);
        using var registration = limit.Token.Register(static state => ((CancellationTokenSource)state!).Cancel(), _stopping);
        await work.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>A container that is not given the time to wait: what is waiting is tried once more, and named in the log when that fails.</summary>
    public void Dispose()
    {
        _items.Writer.TryComplete();
        _stopping.Cancel();
    }

    private void Add(Item item)
    {
        if (Interlocked.Increment(ref _waiting) > Capacity || !_items.Writer.TryWrite(item))
        {
            Lose(item);
            return;
        }

        lock (_gate)
        {
            _work ??= Task.Run(RunAsync, CancellationToken.None); // owned here, awaited when the host stops
        }
    }

    /// <summary>Goes over all that is waiting, again and again, so that one which can't be done holds up no other.</summary>
    private async Task RunAsync()
    {
        var waiting = new List<Item>();
        var wait = ShortestWait;
        while (waiting.Count > 0 || await _items.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (_items.Reader.TryRead(out var item))
            {
                waiting.Add(item);
            }

            // At the very end what is left is tried once more, and named in the log.
            var isLast = _stopping.IsCancellationRequested;
            var before = waiting.Count;
            waiting = await TryAllAsync(waiting).ConfigureAwait(false);
            if (isLast)
            {
                waiting.ForEach(Lose);
                waiting.Clear();
            }
            else if (waiting.Count > 0)
            {
                await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = waiting.Count < before ? ShortestWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
            else
            {
                wait = ShortestWait;
                Log.SettlementsCaughtUp(logger);
            }
        }
    }

    private async ValueTask<List<Item>> TryAllAsync(List<Item> items)
    {
        var left = new List<Item>();
        foreach (var item in items)
        {
            try
            {
                await TryAsync(item).ConfigureAwait(false);
                Interlocked.Decrement(ref _waiting);
            }
#pragma warning disable CA1031 // a store may throw anything; it is tried again until it is done or the host stops
            catch (Exception)
#pragma warning restore CA1031
            {
                left.Add(item);
            }
        }

        return left;
    }

    private async ValueTask TryAsync(Item item)
    {
        if (item.Settlement is { } settlement)
        {
            await store.SettleAsync(settlement, CancellationToken.None).ConfigureAwait(false);
            if (settlement.Record is { } settled && !store.KeepsRecords)
            {
                await ledger.AppendAsync([settled], CancellationToken.None).ConfigureAwait(false);
            }
        }
        else if (item.Record is { } record)
        {
            await ledger.AppendAsync([record], CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            await store.ReleaseAsync(item.ReservationId, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Lose(Item item)
    {
        Interlocked.Decrement(ref _waiting);
        if (item.Settlement is { } settlement)
        {
            Log.SettlementLost(logger, settlement.ReservationId, settlement.ActualMicros, string.Join(", ", settlement.Accounts.Select(static account => account.Key)));
        }
        else if (item.Record is { } record)
        {
            Log.SettlementLost(logger, record.CallId, record.ChargeMicros ?? 0, "none");
        }
    }

    private sealed record Item(QuotaSettlement? Settlement, UsageRecord? Record, Guid ReservationId);
}
