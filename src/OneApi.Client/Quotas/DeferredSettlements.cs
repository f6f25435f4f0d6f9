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
    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _work;
    private int _waiting;

    /// <summary>Gets how many are waiting.</summary>
    public int Count => Volatile.Read(ref _waiting);

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
        Interlocked.Increment(ref _waiting);
        if (!_items.Writer.TryWrite(item))
        {
            Lose(item);
            return;
        }

        lock (_gate)
        {
            _work ??= Task.Run(RunAsync, CancellationToken.None); // owned here, awaited when the host stops
        }
    }

    private async Task RunAsync()
    {
        await foreach (var item in _items.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await FinishAsync(item).ConfigureAwait(false);
            if (Count == 0)
            {
                Log.SettlementsCaughtUp(logger);
            }
        }
    }

    private async ValueTask FinishAsync(Item item)
    {
        for (var wait = ShortestWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await TryAsync(item).ConfigureAwait(false);
                Interlocked.Decrement(ref _waiting);
                return;
            }
#pragma warning disable CA1031 // a store may throw anything; the loop goes on until it is done or the host stops
            catch (Exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
#pragma warning disable CA1031 // the same at the very end: what is left is named in the log
            catch (Exception)
#pragma warning restore CA1031
            {
                Lose(item);
                return;
            }
        }
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
