using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>Looks at accounts, and ends those of their holds that are over.</summary>
internal sealed class StandingOperation(IReadOnlyList<string> accounts, CancellationToken cancellationToken) : StoreOperation<QuotaStanding?[]>(cancellationToken)
{
    public override int Weight => accounts.Count;

    public override void Name(BatchNames names) => names.Accounts.UnionWith(accounts);

    protected override QuotaStanding?[] Run(BatchState state)
    {
        var asOf = new DateTimeOffset(state.Now, TimeSpan.Zero);
        var standings = new QuotaStanding?[accounts.Count];
        for (var i = 0; i < standings.Length; i++)
        {
            if (state.FindAccount(accounts[i]) is { } account)
            {
                state.Sweep(account.Key);
                standings[i] = new(account.LimitMicros, account.Row.SettledMicros, account.Row.HeldMicros, asOf);
            }
        }

        return standings;
    }
}
