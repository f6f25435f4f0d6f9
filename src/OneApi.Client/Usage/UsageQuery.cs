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

    /// <summary>Gets a value indicating whether every attempt counts as a call of its own: with its channel, provider, model, cost, times and outcome.</summary>
    /// <value>
    /// The default is <see langword="false"/>: a call counts once, for the channel that served it or the last one that failed, and a failure that another
    /// channel made good is no error. With <see langword="true"/> it is an error of the channel that failed. Charges and the caller's tokens stand with the
    /// attempt that served; attempts that another one was faster than count as cancelled. Single records are read for it, so name a time.
    /// </value>
    public bool PerAttempt { get; init; }

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
