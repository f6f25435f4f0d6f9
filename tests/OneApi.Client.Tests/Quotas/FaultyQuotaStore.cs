using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Quotas;

/// <summary>The in-memory store behind a bad line.</summary>
internal sealed class FaultyQuotaStore : IQuotaStore, IDisposable
{
    private readonly MemoryQuotaStore _inner = new(TimeProvider.System);
    private readonly SemaphoreSlim _settled = new(0);

    public int FailReserves { get; set; }

    public int FailSettles { get; set; }

    public int LoseReserveAnswers { get; set; }

    public int LoseSettleAnswers { get; set; }

    /// <summary>Gets or sets the account whose settlements the store refuses with an error of its own kind.</summary>
    public string? NeverSettle { get; set; }

    public List<Guid> Reserved { get; } = [];

    public List<Guid> Settled { get; } = [];

    public bool KeepsRecords => false;

    public void Dispose() => _settled.Dispose();

    /// <summary>Waits until so many settlements were taken.</summary>
    public async Task Settlements(int count)
    {
        for (; count > 0; count--)
        {
            await _settled.WaitAsync();
        }
    }

    public async ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Reserved.Add(reservation.Id);
        if (FailReserves > 0)
        {
            FailReserves--;
            throw new QuotaStoreException("down", isOutcomeUnknown: false);
        }

        var result = await _inner.ReserveAsync(reservation, cancellationToken);
        return LoseReserveAnswers-- > 0 ? throw new QuotaStoreException("lost", isOutcomeUnknown: true) : result;
    }

    public async ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Settled.Add(settlement.ReservationId);
        if (NeverSettle is not null && settlement.Accounts.Any(account => account.Key == NeverSettle))
        {
            throw new OverflowException("never");
        }

        if (FailSettles > 0)
        {
            FailSettles--;
            throw new QuotaStoreException("down", isOutcomeUnknown: false);
        }

        var result = await _inner.SettleAsync(settlement, cancellationToken);
        _settled.Release();
        return LoseSettleAnswers-- > 0 ? throw new QuotaStoreException("lost", isOutcomeUnknown: true) : result;
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) => _inner.ReleaseAsync(reservationId, cancellationToken);

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken) => _inner.ExtendAsync(extension, cancellationToken);

    public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken) => _inner.AdjustAsync(entry, cancellationToken);

    public ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken) => _inner.GetAsync(account, cancellationToken);

    public ValueTask<int> ReapAsync(CancellationToken cancellationToken) => _inner.ReapAsync(cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);
}
