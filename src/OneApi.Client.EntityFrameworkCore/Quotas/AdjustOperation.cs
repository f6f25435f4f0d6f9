using OneApi.Client.EntityFrameworkCore.Usage;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

internal sealed class AdjustOperation(QuotaEntry entry, CancellationToken cancellationToken) : StoreOperation<QuotaResult>(cancellationToken)
{
    public override void Name(BatchNames names)
    {
        names.Entries.Add(entry.Id);
        names.Accounts.Add(entry.Account);
    }

    protected override QuotaResult Run(BatchState state)
    {
        var account = state.FindAccount(entry.Account);
        if (account is null && entry.AmountMicros < 0)
        {
            return new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, entry.Account);
        }

        if (account is not null && state.HasEntry(account.Key, entry.Id))
        {
            return new(QuotaOutcome.Duplicate);
        }

        state.Sweep(entry.Account);
        account ??= state.OpenAccount(entry.Account);
        if (account.Adjust(entry.AmountMicros) is { } refused)
        {
            return refused;
        }

        state.AddEntry(new() { Account = account.Key, Id = entry.Id, AmountMicros = entry.AmountMicros, Reason = StoredText.Clean(entry.Reason), At = state.Now });
        return new(QuotaOutcome.Applied);
    }
}
