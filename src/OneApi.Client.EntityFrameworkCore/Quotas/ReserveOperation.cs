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
        var refused = Shortage.FirstOf(accounts, reservation.AmountMicros);
        if (refused is { Refusal: QuotaRefusal.InFlight } && accounts.Sum(account => state.Reap(account.Key)) > 0)
        {
            refused = Shortage.FirstOf(accounts, reservation.AmountMicros); // what looked like running calls was over
        }

        if (refused is { } shortage)
        {
            return shortage;
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
            return state.FindAccount(wanted.Key);
        }

        var account = state.OpenAccount(wanted.Key);
        account.Configure(limit);
        return account;
    }
}
