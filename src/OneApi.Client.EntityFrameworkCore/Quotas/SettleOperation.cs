using OneApi.Client.EntityFrameworkCore.Usage;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>Charges what a call cost and appends its record, in one step.</summary>
internal sealed class SettleOperation : StoreOperation<QuotaResult>
{
    private readonly QuotaSettlement _settlement;

    /// <summary>The record's rows, made by the caller: the writer has enough to do.</summary>
    private readonly LedgerEntry? _entry;

    public SettleOperation(QuotaSettlement settlement, CancellationToken cancellationToken)
        : base(cancellationToken)
    {
        _settlement = settlement;
        _entry = settlement.Record is { } record ? LedgerEntry.Of(record) : null;
    }

    public override void Name(BatchNames names)
    {
        names.Reservations.Add(_settlement.ReservationId);
        names.AddAccounts(_settlement.Accounts);
        if (_entry is not null)
        {
            names.Calls.Add(_entry.Row.CallId);
        }
    }

    protected override QuotaResult Run(BatchState state)
    {
        var actual = _settlement.ActualMicros;
        if (state.FindHold(_settlement.ReservationId) is { } hold)
        {
            var isLate = hold.Row.ExpiresAt <= state.Now;
            state.End(hold, isCharged: true);
            return Charge(state, hold.Accounts, new(QuotaOutcome.Applied, IsOverrun: actual > hold.Row.AmountMicros, IsLate: isLate));
        }

        // The ended id may be forgotten; the ledger forgets nothing.
        var ended = state.FindEnded(_settlement.ReservationId);
        if (ended is true || (ended is null && _entry is not null && state.HasRecord(_entry.Row.CallId)))
        {
            return new(QuotaOutcome.Duplicate);
        }

        var accounts = _settlement.Accounts.Select(account => Open(state, account)).ToArray();
        state.TryCharge(_settlement.ReservationId);
        return Charge(state, accounts, new(QuotaOutcome.Applied, IsLate: true));
    }

    private static BatchAccount Open(BatchState state, QuotaAccount wanted)
    {
        var account = state.OpenAccount(wanted.Key);
        if (wanted.LimitMicros is { } limit)
        {
            account.ConfigureIfUnknown(limit);
        }

        return account;
    }

    private QuotaResult Charge(BatchState state, BatchAccount[] accounts, QuotaResult result)
    {
        foreach (var account in accounts)
        {
            account.Settle(_settlement.ActualMicros);
        }

        if (_entry is not null)
        {
            state.TryAppend(result.IsLate && !_settlement.Record!.IsLate ? LedgerEntry.Of(_settlement.Record with { IsLate = true }) : _entry);
        }

        return result;
    }
}
