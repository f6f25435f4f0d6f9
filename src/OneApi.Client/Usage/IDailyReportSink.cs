namespace OneApi.Client;

/// <summary>Takes the daily reports, to send or to store them. Register any number in the service container.</summary>
public interface IDailyReportSink
{
    /// <summary>Called with the report of a day that has ended, and again with each correction.</summary>
    /// <param name="report">The report.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    /// <returns>A task that ends when the report is taken. What it throws is logged, and the same report is tried again later.</returns>
    /// <remarks>At least once: after a restart of the host the report of the last day is given again, with the same <see cref="DailyUsageReport.Day"/>. Corrections are noticed by comparison with what this process gave before.</remarks>
    ValueTask TakeAsync(DailyUsageReport report, CancellationToken cancellationToken);
}
