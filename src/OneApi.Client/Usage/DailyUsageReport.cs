namespace OneApi.Client;

/// <summary>The report of one day.</summary>
public sealed record DailyUsageReport
{
    /// <summary>Gets the day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Gets the time zone of the day, by its IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets what the rows keep apart; the day is the first.</summary>
    public required IReadOnlyList<UsageDimension> By { get; init; }

    /// <summary>Gets the rows by their keys; none on a day without calls.</summary>
    public required IReadOnlyList<UsageRow> Rows { get; init; }

    /// <summary>Gets what all calls of the day used together: the sum of the rows.</summary>
    public required UsageTotals Total { get; init; }

    /// <summary>Gets the comparison of ledger and accounts, made with the report. It covers all days, not this one only.</summary>
    public required Reconciliation Reconciliation { get; init; }

    /// <summary>Gets the number of the correction; zero for the first report of a day.</summary>
    public int Correction { get; init; }
}
