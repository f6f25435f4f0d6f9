namespace OneApi.Client;

/// <summary>One sum of a ledger: what the records of equal keys add up to.</summary>
/// <param name="Keys">The values of the dimensions that were asked for, in their order; <see langword="null"/> where a record has none. <see cref="UsageDimensionKind.Day"/> and <see cref="UsageDimensionKind.Hour"/> are never among them.</param>
/// <param name="QuarterHour">The start of the quarter of an hour, in UTC, when sums by time were asked for. Every time zone's days and hours are made of whole quarters.</param>
/// <param name="Totals">The sum.</param>
public sealed record UsageBucket(IReadOnlyList<string?> Keys, DateTimeOffset? QuarterHour, UsageTotals Totals);
