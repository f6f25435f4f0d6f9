using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

internal sealed class ExtendOperation(QuotaExtension extension, CancellationToken cancellationToken) : StoreOperation<QuotaResult>(cancellationToken)
{
    public override void Name(BatchNames names) => names.Reservations.Add(extension.ReservationId);

    protected override QuotaResult Run(BatchState state)
    {
        if (state.FindHold(extension.ReservationId) is not { } hold || hold.Row.ExpiresAt <= state.Now)
        {
            return new(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation);
        }

        state.Sweep(hold.Accounts);
        if (extension.Sequence <= hold.Row.Sequence)
        {
            return new(QuotaOutcome.Duplicate);
        }

        if (Shortage.FirstOf(hold.Accounts, extension.AmountMicros) is { } refused)
        {
            return refused;
        }

        hold.Row.AmountMicros = hold.Row.AmountMicros + extension.AmountMicros;
        hold.Row.Sequence = extension.Sequence;
        hold.Row.ExpiresAt = Expiry.After(state.Now, extension.Lifetime);
        hold.IsChanged = true;
        foreach (var account in hold.Accounts)
        {
            account.Hold(extension.AmountMicros);
        }

        return new(QuotaOutcome.Applied);
    }
}
