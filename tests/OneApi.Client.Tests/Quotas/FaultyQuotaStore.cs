using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Quotas;

/// <summary>The in-memory store behind a bad line.</summary>
internal sealed class FaultyQuotaStore : IQuotaStore
{
    private readonly MemoryQuotaStore _inner = new(TimeProvider.System);

    public int FailReserves { get; set; }

    public int FailSettles { get; set; }

    public int LoseReserveAnswers { get; set; }

    public int LoseSettleAnswers { get; set; }

    public List<Guid> Reserved { get; } = [];

    public List<Guid> Settled { get; } = [];

    public bool KeepsRecords => false;

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
        if (FailSettles > 0)
        {
            FailSettles--;
            throw new QuotaStoreException("down", isOutcomeUnknown: false);
        }

        var result = await _inner.SettleAsync(settlement, cancellationToken);
        return LoseSettleAnswers-- > 0 ? throw new QuotaStoreException("lost", isOutcomeUnknown: true) : result;
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) => _inner.ReleaseAsync(reservationId, cancellationToken);

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken) => _inner.ExtendAsync(extension, cancellationToken);

    public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken) => _inner.AdjustAsync(entry, cancellationToken);

    public ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken) => _inner.GetAsync(account, cancellationToken);

    public ValueTask<int> ReapAsync(CancellationToken cancellationToken) => _inner.ReapAsync(cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);
}
