namespace OneApi.Client.Quotas;

/// <summary>What every store refuses before it does anything.</summary>
internal static class QuotaChecks
{
    public static void Check(QuotaReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ArgumentOutOfRangeException.ThrowIfNegative(reservation.AmountMicros);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(reservation.Lifetime, TimeSpan.Zero);
        CheckAccounts(reservation.Accounts);
    }

    public static void Check(QuotaSettlement settlement)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        ArgumentOutOfRangeException.ThrowIfNegative(settlement.ActualMicros);
        CheckAccounts(settlement.Accounts);
    }

    public static void Check(QuotaExtension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        ArgumentOutOfRangeException.ThrowIfNegative(extension.AmountMicros);
        ArgumentOutOfRangeException.ThrowIfLessThan(extension.Sequence, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(extension.Lifetime, TimeSpan.Zero);
    }

    public static void Check(QuotaEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrEmpty(entry.Account);
        ArgumentException.ThrowIfNullOrEmpty(entry.Reason);
    }

    private static void CheckAccounts(IReadOnlyList<QuotaAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        for (var i = 0; i < accounts.Count; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(accounts[i].Key);
            if (accounts[i].LimitMicros is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(limit);
            }

            for (var j = 0; j < i; j++)
            {
                if (accounts[i].Key == accounts[j].Key)
                {
                    throw new ArgumentException($"Account '{accounts[i].Key}' stands twice in the chain.", nameof(accounts));
                }
            }
        }
    }
}
