namespace OneApi.Client.Usage;

/// <summary>
/// Compares what records have charged with what accounts have settled. Charge and record are two steps where the store is not the ledger,
/// and two readings are never of one moment: what differs is read again a few times, and an account is right once both sums were seen equal.
/// </summary>
internal sealed class Reconciler(IUsageLedger ledger, IQuotaStore quotas, TimeProvider time)
{
    /// <summary>How long to wait before what differs is read again. Calls that run settle in a moment.</summary>
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    public async Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken)
    {
        var sums = await ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < Waits.Length && FindDifferent(sums) is { Count: > 0 } different; i++)
        {
            await Task.Delay(Waits[i], time, cancellationToken).ConfigureAwait(false);
            await ReadAgainAsync(sums, different, cancellationToken).ConfigureAwait(false);
        }

        var (charged, settled) = (0L, 0L);
        foreach (var sum in sums.Values)
        {
            charged = checked(charged + sum.Charged);
            settled = checked(settled + sum.Settled);
        }

        return new()
        {
            CheckedAt = time.GetUtcNow(),
            Accounts = sums.Count,
            ChargedMicros = charged,
            SettledMicros = settled,
            Differences =
            [
                .. FindDifferent(sums)
                    .Order(StringComparer.Ordinal)
                    .Select(account => new AccountDifference(account, sums[account].Charged, sums[account].Settled)),
            ],
        };
    }

    private async Task<Dictionary<string, (long Charged, long Settled)>> ReadAsync(CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, (long Charged, long Settled)>(StringComparer.Ordinal);
        await foreach (var (account, standing) in quotas.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            sums[account] = (0, standing.SettledMicros);
        }

        await foreach (var total in ledger.SumAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            sums[total.Account] = (total.ChargedMicros, sums.GetValueOrDefault(total.Account).Settled);
        }

        return sums;
    }

    private async Task ReadAgainAsync(Dictionary<string, (long Charged, long Settled)> sums, HashSet<string> different, CancellationToken cancellationToken)
    {
        foreach (var account in different)
        {
            var standing = await quotas.GetAsync(account, cancellationToken).ConfigureAwait(false);
            sums[account] = (0, standing?.SettledMicros ?? 0);
        }

        await foreach (var total in ledger.SumAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (different.Contains(total.Account))
            {
                sums[total.Account] = (total.ChargedMicros, sums[total.Account].Settled);
            }
        }
    }

    private static HashSet<string> FindDifferent(Dictionary<string, (long Charged, long Settled)> sums) =>
        [.. sums.Where(static sum => sum.Value.Charged != sum.Value.Settled).Select(static sum => sum.Key)];
}
