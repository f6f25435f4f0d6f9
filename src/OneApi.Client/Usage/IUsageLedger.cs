namespace OneApi.Client;

/// <summary>The append-only list of usage records. Every report is a query over it.</summary>
/// <remarks>Thread-safe. What an append has acknowledged is seen by every later query.</remarks>
public interface IUsageLedger
{
    /// <summary>Appends records. One that is there already, by its <see cref="UsageRecord.CallId"/>, is left as it is.</summary>
    /// <param name="records">The records; all of them are appended, or the call throws and may be repeated.</param>
    /// <param name="cancellationToken">Ends the wait; what was appended is then unknown, and the same records may be appended again.</param>
    /// <returns>How many of them are new.</returns>
    ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken);

    /// <summary>Goes through records by the start of their calls, then by their ids.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The records.</returns>
    IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds records up where they lie.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="by">What to keep apart; without days and hours, which are made of quarters.</param>
    /// <param name="byQuarterHour">Whether to keep quarters of an hour apart too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The sums, in no order; one for each combination that occurs.</returns>
    IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, CancellationToken cancellationToken);

    /// <summary>Adds up what all records have charged to each account (<see cref="UsageRecord.Accounts"/>).</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One total for each account that was ever charged.</returns>
    IAsyncEnumerable<AccountTotal> SumAccountsAsync(CancellationToken cancellationToken);
}
