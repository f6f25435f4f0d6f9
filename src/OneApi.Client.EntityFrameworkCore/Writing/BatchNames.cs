namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>The rows that a batch's operations name.</summary>
internal sealed class BatchNames
{
    public HashSet<string> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the reservations that are made, changed or ended.</summary>
    public HashSet<Guid> Reservations { get; } = [];

    public HashSet<Guid> Entries { get; } = [];

    /// <summary>Gets the calls whose records are appended.</summary>
    public HashSet<Guid> Calls { get; } = [];

    /// <summary>Gets or sets how many holds of any account are ended, if they are over.</summary>
    public int Reaped { get; set; }

    public static BatchNames Of(IReadOnlyList<StoreOperation> operations)
    {
        var names = new BatchNames();
        foreach (var operation in operations)
        {
            operation.Name(names);
        }

        return names;
    }

    public void AddAccounts(IReadOnlyList<QuotaAccount> accounts)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            Accounts.Add(accounts[i].Key);
        }
    }
}
