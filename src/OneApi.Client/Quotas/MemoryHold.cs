namespace OneApi.Client.Quotas;

/// <summary>A hold of the in-memory store; changed under the gates of its accounts.</summary>
internal sealed class MemoryHold(Guid id, MemoryAccount[] accounts, long amountMicros, long expiresAt)
{
    public Guid Id { get; } = id;

    /// <summary>Gets the accounts in the order of their keys.</summary>
    public MemoryAccount[] Accounts { get; } = accounts;

    public long AmountMicros { get; set; } = amountMicros;

    /// <summary>Gets or sets the end in UTC ticks.</summary>
    public long ExpiresAt { get; set; } = expiresAt;

    public int Sequence { get; set; }
}
