namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The comparison of the records with the accounts.</summary>
internal sealed record ReconciliationView(bool IsBalanced, DateTimeOffset CheckedAt, long Accounts, long ChargedMicros, long SettledMicros, IReadOnlyList<DifferenceView> Differences);

/// <summary>An account that differs.</summary>
internal sealed record DifferenceView(string Account, long ChargedMicros, long SettledMicros, long DifferenceMicros);
