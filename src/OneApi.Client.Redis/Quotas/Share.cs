namespace OneApi.Client.Redis.Quotas;

/// <summary>The accounts of a chain that are in one bucket, in the order of their keys: one script holds and settles them together.</summary>
internal readonly record struct Share(Bucket Bucket, QuotaAccount[] Accounts)
{
    /// <summary>Splits a chain. The order is the same whoever asks, so that chains never wait for each other's ends.</summary>
    public static Share[] Of(Buckets buckets, Guid id, IReadOnlyList<QuotaAccount> chain)
    {
        if (chain.Count == 0)
        {
            return [new(buckets.Of(id), [])];
        }

        if (chain.Count == 1)
        {
            return [new(buckets.Of(chain[0].Key), [chain[0]])];
        }

        var accounts = chain.ToArray();
        Array.Sort(accounts, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var shares = new List<Share>(1);
        foreach (var group in accounts.GroupBy(account => buckets.Of(account.Key)))
        {
            shares.Add(new(group.Key, [.. group]));
        }

        return [.. shares];
    }
}
