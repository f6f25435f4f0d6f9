using System.Collections.Concurrent;
using System.Diagnostics;

namespace OneApi.Client.Redis.Tests.Faults;

/// <summary>
/// Callers that reserve and settle on many accounts without pause, and keep their own books: what was acknowledged counts, what is unknown is
/// repeated under its id until it is known.
/// </summary>
internal sealed class ClusterLoad(RedisStores stores, int accounts, int callers) : IAsyncDisposable
{
    public const long Limit = 1_000_000_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turns = new(callers);
    private readonly ConcurrentDictionary<string, long> _charged = new();
    private Task _running = Task.CompletedTask;
    private long _calls;
    private long _unknown;

    public IReadOnlyList<string> Accounts { get; } = [.. Enumerable.Range(0, accounts).Select(static i => $"token:{i}")];

    /// <summary>Gets how many calls were settled.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Gets how often an outcome was unknown.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    public long ChargedOf(string account) => _charged.GetValueOrDefault(account);

    public async Task StartAsync()
    {
        foreach (var account in Accounts)
        {
            await UntilKnownAsync(id => stores.Quotas.AdjustAsync(new(id, account, Limit, "opening"), CancellationToken.None));
        }

        _running = Task.WhenAll(Enumerable.Range(0, callers).Select(seed => Task.Run(() => CallAsync(new Random(seed)))));
    }

    /// <summary>Waits until no call is running, and holds new ones back until what it gives is disposed.</summary>
    public async Task<IDisposable> QuietAsync()
    {
        for (var i = 0; i < callers; i++)
        {
            await _turns.WaitAsync();
        }

        return new Turns(_turns, callers);
    }

    /// <summary>How long it takes until every account is served again, from now on.</summary>
    public async Task<TimeSpan> ServedAgainAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Accounts.Select(async account =>
        {
            var id = Guid.NewGuid();
            while (true)
            {
                try
                {
                    Assert.True((await stores.Quotas.ReserveAsync(new(id, [new(account)], 1, Lifetime), CancellationToken.None)).IsDone);
                    break;
                }
                catch (QuotaStoreException)
                {
                    await Task.Delay(5);
                }
            }

            _ = UntilKnownAsync(_ => stores.Quotas.ReleaseAsync(id, CancellationToken.None)).AsTask();
        }));
        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _turns.Dispose();
    }

    private async Task CallAsync(Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            await _turns.WaitAsync();
            try
            {
                await CallOnceAsync(random);
            }
            finally
            {
                _turns.Release();
            }

            await Task.Delay(1);
        }
    }

    private async Task CallOnceAsync(Random random)
    {
        var account = Accounts[random.Next(Accounts.Count)];
        QuotaAccount[] chain = [new(account)];
        var call = Guid.NewGuid();
        Assert.True((await UntilKnownAsync(_ => stores.Quotas.ReserveAsync(new(call, chain, 100, Lifetime), CancellationToken.None))).IsDone);
        if (random.Next(10) == 0)
        {
            await UntilKnownAsync(_ => stores.Quotas.ReleaseAsync(call, CancellationToken.None));
            return;
        }

        var actual = random.Next(0, 100);
        Assert.True((await UntilKnownAsync(_ => stores.Quotas.SettleAsync(new(call, chain, actual, TestRecord.Of(call, actual, account)), CancellationToken.None))).IsDone);
        _charged.AddOrUpdate(account, actual, (_, sum) => sum + actual);
        Interlocked.Increment(ref _calls);
    }

    private async ValueTask<T> UntilKnownAsync<T>(Func<Guid, ValueTask<T>> operation)
    {
        var id = Guid.NewGuid();
        while (true)
        {
            try
            {
                return await operation(id);
            }
            catch (QuotaStoreException error)
            {
                Interlocked.Add(ref _unknown, error.IsOutcomeUnknown ? 1 : 0);
                await Task.Delay(5);
            }
        }
    }

    private sealed class Turns(SemaphoreSlim turns, int count) : IDisposable
    {
        public void Dispose() => turns.Release(count);
    }
}
