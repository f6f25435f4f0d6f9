namespace OneApi.Client.Usage;

/// <summary>Where daily reports go. A target knows what it has, and takes only what is new or has changed.</summary>
internal interface IReportTarget
{
    /// <summary>Gets the name for the log.</summary>
    string Name { get; }

    /// <summary>Takes the report of a day, unless it has it already as it is. One that has changed is taken as a correction.</summary>
    /// <param name="report">The day's report as it reads now.</param>
    /// <param name="isDue">Whether a report that is missing must be given; else only corrections of what is there.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    /// <returns>The number of the correction that was taken, zero for the first report, or <see langword="null"/> when there was nothing to take.</returns>
    ValueTask<int?> OfferAsync(DailyUsageReport report, bool isDue, CancellationToken cancellationToken);
}
