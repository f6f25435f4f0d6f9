namespace OneApi.Client;

/// <summary>Reports over the ledger: totals, top lists, exports, and the proof that the ledger and the accounts agree.</summary>
/// <remarks>
/// <para>Thread-safe, a singleton. Every answer is computed when it is asked for. Rows are added up in memory: their number counts, not that of the calls.
/// Single records are streamed.</para>
/// <para>A query that can't be answered throws an <see cref="ArgumentException"/> that says what was found and what would be right.</para>
/// </remarks>
public interface IUsageReports
{
    /// <summary>Gets the calls that begin today, up to now and to the day's end.</summary>
    /// <param name="timeZone">The IANA name of the time zone; <see langword="null"/> means the zone of <see cref="ReportOptions.TimeZone"/>.</param>
    /// <returns>A filter of the day, to be narrowed further.</returns>
    UsageFilter Today(string? timeZone = null);

    /// <summary>Gets the calls that begin on a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="timeZone">The IANA name of the time zone; <see langword="null"/> means the zone of <see cref="ReportOptions.TimeZone"/>.</param>
    /// <returns>A filter from the first moment of the day to the first of the next one, 23 or 25 hours long when the clocks change.</returns>
    UsageFilter Day(DateOnly day, string? timeZone = null);

    /// <summary>Adds usage up.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows. Broken down by nothing there is exactly one; else one for each combination that occurs. All breakdowns of the same calls add up to the same grand total.</returns>
    IAsyncEnumerable<UsageRow> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default);

    /// <summary>Writes rows as CSV (RFC 4180, UTF-8): a head of stable names, money both in whole micro-dollars and as an exact decimal in dollars. Texts that a spreadsheet would take for a formula are made harmless by a quote in front of them.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="format">How; <see langword="null"/> means the defaults.</param>
    /// <param name="cancellationToken">Ends the writing; what was written stays.</param>
    /// <returns>A task that ends when all is written.</returns>
    Task WriteCsvAsync(UsageQuery query, Stream stream, CsvFormat? format = null, CancellationToken cancellationToken = default);

    /// <summary>Writes rows as a JSON array of objects with the names of the CSV's head.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="cancellationToken">Ends the writing; what was written stays.</param>
    /// <returns>A task that ends when all is written.</returns>
    Task WriteJsonAsync(UsageQuery query, Stream stream, CancellationToken cancellationToken = default);

    /// <summary>Writes single records as CSV, as <see cref="WriteCsvAsync"/> does rows; by the start of their calls.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="format">How; <see langword="null"/> means the defaults.</param>
    /// <param name="cancellationToken">Ends the writing; what was written stays.</param>
    /// <returns>A task that ends when all is written.</returns>
    Task WriteRecordsCsvAsync(UsageFilter filter, Stream stream, CsvFormat? format = null, CancellationToken cancellationToken = default);

    /// <summary>Writes single records as JSON lines, each as <see cref="UsageRecordJson"/> writes it; by the start of their calls.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="cancellationToken">Ends the writing; what was written stays.</param>
    /// <returns>A task that ends when all is written.</returns>
    Task WriteRecordsJsonAsync(UsageFilter filter, Stream stream, CancellationToken cancellationToken = default);

    /// <summary>Compares what the ledger's records have charged with what the accounts have settled, account by account. It says the differences and repairs nothing.</summary>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>The comparison. Calls may settle while it is made, so accounts that differ are read a few times more, within seconds, before they count.</returns>
    Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken = default);
}
