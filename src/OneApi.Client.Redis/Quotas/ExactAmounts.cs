using OneApi.Client.Quotas;

namespace OneApi.Client.Redis.Quotas;

/// <summary>What every store refuses (<see cref="QuotaChecks"/>), and what only this one does. Scripts count in doubles, which are exact up to 2^53 - 1: more is refused, never rounded.</summary>
internal static class ExactAmounts
{
    /// <summary>About nine thousand million dollars.</summary>
    public const long MostMicros = (1L << 53) - 1;

    /// <summary>An amount that is too large is larger than any limit, and refused for it.</summary>
    public static void Check(QuotaReservation reservation)
    {
        QuotaChecks.Check(reservation);
        CheckAccounts(reservation.Accounts);
    }

    public static void Check(QuotaSettlement settlement)
    {
        QuotaChecks.Check(settlement);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settlement.ActualMicros, MostMicros, nameof(settlement.ActualMicros));
        CheckAccounts(settlement.Accounts);
    }

    public static void Check(QuotaEntry entry)
    {
        QuotaChecks.Check(entry);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.AmountMicros, MostMicros, nameof(entry.AmountMicros));
        CheckName(entry.Account);
    }

    private static void CheckAccounts(IReadOnlyList<QuotaAccount> accounts)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            CheckName(accounts[i].Key);
            if (accounts[i].LimitMicros is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostMicros, nameof(QuotaAccount.LimitMicros));
            }
        }
    }

    /// <summary>A line feed separates accounts in the list that a hold keeps.</summary>
    private static void CheckName(string name)
    {
        if (name.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Account '{name.ReplaceLineEndings(" ")}' has a line feed in its key; use a key without one.", nameof(name));
        }
    }
}
