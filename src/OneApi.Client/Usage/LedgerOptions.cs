namespace OneApi.Client;

/// <summary>How usage records are kept where no store of its own is added.</summary>
public sealed class LedgerOptions
{
    /// <summary>Gets or sets how many records the in-memory ledger keeps; older ones are dropped, and reports no longer know them.</summary>
    /// <value>The default is 10 000; 1 or more.</value>
    public int MemoryRecords { get; set; } = 10_000;
}
