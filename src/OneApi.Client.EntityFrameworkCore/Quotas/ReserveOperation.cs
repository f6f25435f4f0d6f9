using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

internal sealed class ReserveOperation(QuotaReservation reservation, CancellationToken cancellationToken) : StoreOperation<QuotaResult>(cancellationToken)
{
    public override void Name(BatchNames names)
    {
        names.Reservations.Add(reservation.Id);
        names.AddAccounts(reservation.Accounts);
    }

    protected override QuotaResult Run(BatchState state)
    {
        if (state.FindHold(reservation.Id) is not null || state.FindEnded(reservation.Id) is not null)
        {
            return new(QuotaOutcome.Duplicate);
        }

        var accounts = new BatchAccount[reservation.Accounts.Count];
        for (var i = 0; i < accounts.Length; i++)
        {
            var wanted = reservation.Accounts[i];
            if (Find(state, wanted) is not { } account)
            {
                return new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, wanted.Key);
            }

            accounts[i] = account;
        }

        Array.Sort(accounts, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        state.Sweep(accounts);
        if (Shortage.FirstOf(accounts, reservation.AmountMicros) is { } refused)
        {
            return refused;
        }

        state.AddHold(
            new()
            {
                Id = reservation.Id,
                Accounts = AccountKeys.Join(accounts.Select(static account => account.Key)),
                AmountMicros = reservation.AmountMicros,
                ExpiresAt = Expiry.After(state.Now, reservation.Lifetime),
            },
            accounts);
        return new(QuotaOutcome.Applied);
    }

    private static BatchAccount? Find(BatchState state, QuotaAccount wanted)
    {
        if (wanted.LimitMicros is not { } limit)
        {
            return state.FindAccount(wanted.Key) is { IsOpen: true } known ? known : null;
        }

        var account = state.OpenAccount(wanted.Key);
        account.Configure(limit);
        return account;
    }
}
