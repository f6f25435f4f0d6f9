namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A change of an account's limit. Kept for ever.</summary>
internal sealed class EntryRow
{
    public required string Account { get; init; }

    public required Guid Id { get; init; }

    public required long AmountMicros { get; init; }

    public required string Reason { get; init; }

    /// <summary>Gets when it was applied, in UTC ticks.</summary>
    public required long At { get; init; }
}
