namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>Number and hash of the newest entry of the audit log: one row, which every new entry changes first, so that entries come one after the other.</summary>
internal sealed class AuditHeadRow
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyKey = 1;

    public required int Key { get; init; }

    public required long Id { get; init; }

    public required string Hash { get; init; }
}
