using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

internal sealed class ReleaseOperation(Guid reservationId, CancellationToken cancellationToken) : StoreOperation<QuotaResult>(cancellationToken)
{
    public override void Name(BatchNames names) => names.Reservations.Add(reservationId);

    protected override QuotaResult Run(BatchState state)
    {
        if (state.FindHold(reservationId) is not { } hold)
        {
            return new(QuotaOutcome.Duplicate);
        }

        state.End(hold, isCharged: false);
        return new(hold.Row.ExpiresAt <= state.Now ? QuotaOutcome.Duplicate : QuotaOutcome.Applied); // it had ended by itself
    }
}
