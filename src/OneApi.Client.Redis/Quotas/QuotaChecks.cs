namespace OneApi.Client.Redis.Quotas;

/// <summary>What the store refuses before it does anything. Scripts count in doubles, which are exact up to 2^53 - 1: more is refused, never rounded.</summary>
internal static class QuotaChecks
{
    /// <summary>About nine thousand million dollars.</summary>
    public const long MostMicros = (1L << 53) - 1;

    public static void Check(QuotaReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ArgumentOutOfRangeException.ThrowIfNegative(reservation.AmountMicros); // one that is too large is larger than any limit, and refused for it
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(reservation.Lifetime, TimeSpan.Zero);
        CheckAccounts(reservation.Accounts);
    }

    public static void Check(QuotaSettlement settlement)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        CheckAmount(settlement.ActualMicros, nameof(settlement.ActualMicros));
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.AmountMicros, MostMicros, nameof(entry.AmountMicros));
        ArgumentException.ThrowIfNullOrEmpty(entry.Reason);
        CheckName(entry.Account);
    }

    private static void CheckAmount(long micros, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(micros, MostMicros, name);
    }

    private static void CheckAccounts(IReadOnlyList<QuotaAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        for (var i = 0; i < accounts.Count; i++)
        {
            CheckName(accounts[i].Key);
            if (accounts[i].LimitMicros is { } limit)
            {
                CheckAmount(limit, nameof(QuotaAccount.LimitMicros));
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

    /// <summary>A line feed separates accounts in the list that a hold keeps.</summary>
    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Account '{name.ReplaceLineEndings(" ")}' has a line feed in its key; use a key without one.", nameof(name));
        }
    }
}
