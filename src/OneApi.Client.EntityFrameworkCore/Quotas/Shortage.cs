using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>Finds the account of a chain that has too little.</summary>
internal static class Shortage
{
    public static QuotaResult? FirstOf(BatchAccount[] accounts, long amount)
    {
        foreach (var account in accounts)
        {
            if (account.Refuse(amount) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }
}
