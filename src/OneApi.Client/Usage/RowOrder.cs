using System.Globalization;

namespace OneApi.Client.Usage;

/// <summary>The order of a report's rows: by a measure, the largest first, then by their keys.</summary>
internal sealed class RowOrder(IReadOnlyList<UsageDimension> by, UsageMeasure? measure) : IComparer<UsageRow>
{
    public int Compare(UsageRow? x, UsageRow? y)
    {
        var order = measure is { } wanted ? CompareMeasure(y!, x!, wanted) : 0;
        for (var i = 0; i < by.Count && order == 0; i++)
        {
            order = by[i].Kind is UsageDimensionKind.Hour ? CompareHours(x!.Keys[i], y!.Keys[i]) : string.CompareOrdinal(x!.Keys[i], y!.Keys[i]);
        }

        return order;
    }

    private static int CompareMeasure(UsageRow one, UsageRow other, UsageMeasure measure) =>
        measure is UsageMeasure.ErrorShare
            ? ((Int128)one.Totals.Errors * other.Totals.Calls).CompareTo((Int128)other.Totals.Errors * one.Totals.Calls)
            : ValueOf(one, measure).CompareTo(ValueOf(other, measure));

    private static Int128 ValueOf(UsageRow row, UsageMeasure measure) => measure switch
    {
        UsageMeasure.Charge => row.Totals.ChargeMicros,
        UsageMeasure.ProviderCost => row.Totals.ProviderCostMicros,
        UsageMeasure.Calls => row.Totals.Calls,
        UsageMeasure.Errors => row.Totals.Errors,
        UsageMeasure.Cancelled => row.Totals.Cancelled,
        UsageMeasure.Attempts => row.Totals.Attempts,
        UsageMeasure.Tokens => (Int128)row.Totals.InputTokens + row.Totals.OutputTokens,
        UsageMeasure.InputTokens => row.Totals.InputTokens,
        UsageMeasure.CachedInputTokens => row.Totals.CachedInputTokens,
        UsageMeasure.CacheWriteTokens => row.Totals.CacheWriteTokens,
        UsageMeasure.OutputTokens => row.Totals.OutputTokens,
        UsageMeasure.ReasoningTokens => row.Totals.ReasoningTokens,
        UsageMeasure.Images => row.Totals.Images,
        UsageMeasure.Estimated => row.Totals.Estimated,
        UsageMeasure.Unpriced => row.Totals.Unpriced,
        UsageMeasure.AverageDuration => row.AverageDuration.Ticks,
        UsageMeasure.LongestDuration => row.Totals.LongestDuration.Ticks,
        UsageMeasure.AverageTimeToFirstToken => row.AverageTimeToFirstToken?.Ticks ?? -1,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "This is not a measure that rows are ordered by."),
    };

    /// <summary>Names of hours are in the order of time, but for the one that comes twice.</summary>
    private static int CompareHours(string? one, string? other)
    {
        var local = string.CompareOrdinal(one, 0, other, 0, "yyyy-MM-ddTHH:mm".Length);
        return local != 0 || one == other
            ? local
            : DateTimeOffset.Parse(one!, CultureInfo.InvariantCulture).CompareTo(DateTimeOffset.Parse(other!, CultureInfo.InvariantCulture));
    }
}
