namespace OneApi.Client.Usage;

/// <summary>One measure of a report in its exports. The names are stable: programs read them.</summary>
/// <param name="Name">The name in the CSV's head and in JSON.</param>
/// <param name="Value">The value; <see langword="null"/> where there is none.</param>
/// <param name="IsDollars">Whether the value is an amount in micro-dollars that is written as dollars.</param>
internal sealed record RowColumn(string Name, Func<UsageRow, long?> Value, bool IsDollars = false)
{
    public const string TimeZone = "time_zone";
    public const string Calls = "calls";

    public static readonly RowColumn[] All =
    [
        new(Calls, static row => row.Totals.Calls),
        new("errors", static row => row.Totals.Errors),
        new("cancelled", static row => row.Totals.Cancelled),
        new("attempts", static row => row.Totals.Attempts),
        new("input_tokens", static row => row.Totals.InputTokens),
        new("cached_input_tokens", static row => row.Totals.CachedInputTokens),
        new("cache_write_tokens", static row => row.Totals.CacheWriteTokens),
        new("output_tokens", static row => row.Totals.OutputTokens),
        new("reasoning_tokens", static row => row.Totals.ReasoningTokens),
        new("images", static row => row.Totals.Images),
        new("charge_micros", static row => row.Totals.ChargeMicros),
        new("charge_usd", static row => row.Totals.ChargeMicros, IsDollars: true),
        new("provider_cost_micros", static row => row.Totals.ProviderCostMicros),
        new("provider_cost_usd", static row => row.Totals.ProviderCostMicros, IsDollars: true),
        new("estimated", static row => row.Totals.Estimated),
        new("unpriced", static row => row.Totals.Unpriced),
        new("average_duration_ms", static row => Milliseconds(row.AverageDuration)),
        new("longest_duration_ms", static row => Milliseconds(row.Totals.LongestDuration)),
        new("average_first_token_ms", static row => Milliseconds(row.AverageTimeToFirstToken)),
    ];

    /// <summary>Whether the rows hold days or hours, which mean little without their zone.</summary>
    public static bool HasTime(IReadOnlyList<UsageDimension> by) => by.Any(static dimension => dimension.Kind is UsageDimensionKind.Day or UsageDimensionKind.Hour);

    public static long? Milliseconds(TimeSpan? time) => time?.Ticks / TimeSpan.TicksPerMillisecond;
}
