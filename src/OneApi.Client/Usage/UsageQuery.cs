namespace OneApi.Client;

/// <summary>A question to the reports: which calls, broken down by what, in which order.</summary>
public sealed record UsageQuery
{
    /// <summary>Gets which calls are meant.</summary>
    /// <value>The default is all that the ledger holds.</value>
    public UsageFilter Filter { get; init; } = new();

    /// <summary>Gets what to keep apart, each once, in the order of the columns.</summary>
    /// <value>The default is nothing: one row with the grand total.</value>
    public IReadOnlyList<UsageDimension> By { get; init; } = [];

    /// <summary>Gets the time zone of days and hours, by its IANA name, such as <c>Asia/Shanghai</c>.</summary>
    /// <value>The default is <see langword="null"/>: the zone of <see cref="ReportOptions.TimeZone"/>.</value>
    public string? TimeZone { get; init; }

    /// <summary>Gets what the rows are ordered by, the largest first; equal ones by their keys.</summary>
    /// <value>The default is <see langword="null"/>: by their keys, days and hours by time, <see langword="null"/> first.</value>
    public UsageMeasure? OrderBy { get; init; }

    /// <summary>Gets how many rows are given at most, the first of the order.</summary>
    /// <value>The default is <see langword="null"/>: all of them.</value>
    public int? Top { get; init; }
}
