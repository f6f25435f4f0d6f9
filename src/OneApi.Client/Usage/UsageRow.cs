namespace OneApi.Client;

/// <summary>One row of a report.</summary>
/// <param name="By">What the report keeps apart.</param>
/// <param name="Keys">The values of this row, in the order of <paramref name="By"/>; <see langword="null"/> where the calls have none. A day is written <c>2026-11-25</c>, an hour <c>2026-11-25T13:00+08:00</c>: with its offset, so that an hour that comes twice is two rows.</param>
/// <param name="Totals">What the calls used together.</param>
public sealed record UsageRow(IReadOnlyList<UsageDimension> By, IReadOnlyList<string?> Keys, UsageTotals Totals)
{
    /// <summary>Gets the mean duration of the calls; zero when there are none.</summary>
    public TimeSpan AverageDuration => Average(Totals.Duration, Totals.Calls);

    /// <summary>Gets the mean time to the first token of the calls that have one; <see langword="null"/> when none has.</summary>
    public TimeSpan? AverageTimeToFirstToken => Totals.FirstTokens == 0 ? null : Average(Totals.TimeToFirstToken, Totals.FirstTokens);

    /// <summary>Gets the value of a dimension.</summary>
    /// <param name="dimension">One of <see cref="By"/>.</param>
    /// <returns>The value, or <see langword="null"/> where the calls have none.</returns>
    /// <exception cref="ArgumentException">The report is not broken down by it.</exception>
    public string? Key(UsageDimension dimension)
    {
        for (var i = 0; i < By.Count; i++)
        {
            if (By[i] == dimension)
            {
                return Keys[i];
            }
        }

        throw new ArgumentException($"The report is not broken down by '{dimension}', but by {(By.Count == 0 ? "nothing" : string.Join(", ", By))}.", nameof(dimension));
    }

    private static TimeSpan Average(TimeSpan sum, long count) => count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(sum.Ticks / count);
}
