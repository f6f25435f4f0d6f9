namespace OneApi.Client;

/// <summary>The comparison of the ledger with the accounts: what the records have charged must be what the accounts have settled, to the micro-dollar.</summary>
public sealed record Reconciliation
{
    /// <summary>Gets a value indicating whether every account has exactly the sum of its records.</summary>
    public bool IsBalanced => Differences.Count == 0;

    /// <summary>Gets when the comparison ended.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets how many accounts were compared: all that the ledger or the quota store knows.</summary>
    public required long Accounts { get; init; }

    /// <summary>Gets what the records have charged to all accounts together, in micro-dollars.</summary>
    /// <remarks>A call that is charged to several accounts (a token's total, its day, its month) counts once for each.</remarks>
    public required long ChargedMicros { get; init; }

    /// <summary>Gets what all accounts together have settled, in micro-dollars.</summary>
    public required long SettledMicros { get; init; }

    /// <summary>Gets the accounts that differ, by their keys; empty when the sums are the same.</summary>
    public required IReadOnlyList<AccountDifference> Differences { get; init; }
}
