namespace OneApi.Client.Quotas;

/// <summary>An open hold of the in-memory store; changed under the gates of its accounts.</summary>
internal sealed class MemoryHold(Guid id, MemoryAccount[] accounts, long amountMicros, DateTimeOffset expiresAt)
{
    public Guid Id { get; } = id;

    public MemoryAccount[] Accounts { get; } = accounts;

    public long AmountMicros { get; set; } = amountMicros;

    public DateTimeOffset ExpiresAt { get; set; } = expiresAt;

    public int Sequence { get; set; }
}
