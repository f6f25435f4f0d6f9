namespace OneApi.Client;

/// <summary>What rows of a report can be ordered by, the largest first.</summary>
public enum UsageMeasure
{
    /// <summary><see cref="UsageTotals.ChargeMicros"/>.</summary>
    Charge = 0,

    /// <summary><see cref="UsageTotals.ProviderCostMicros"/>.</summary>
    ProviderCost,

    /// <summary><see cref="UsageTotals.Calls"/>.</summary>
    Calls,

    /// <summary><see cref="UsageTotals.Errors"/>.</summary>
    Errors,

    /// <summary>The share of <see cref="UsageTotals.Errors"/> in <see cref="UsageTotals.Calls"/>.</summary>
    ErrorShare,

    /// <summary><see cref="UsageTotals.Cancelled"/>.</summary>
    Cancelled,

    /// <summary><see cref="UsageTotals.Attempts"/>.</summary>
    Attempts,

    /// <summary>Input and output tokens together.</summary>
    Tokens,

    /// <summary><see cref="UsageTotals.InputTokens"/>.</summary>
    InputTokens,

    /// <summary><see cref="UsageTotals.CachedInputTokens"/>.</summary>
    CachedInputTokens,

    /// <summary><see cref="UsageTotals.CacheWriteTokens"/>.</summary>
    CacheWriteTokens,

    /// <summary><see cref="UsageTotals.OutputTokens"/>.</summary>
    OutputTokens,

    /// <summary><see cref="UsageTotals.ReasoningTokens"/>.</summary>
    ReasoningTokens,

    /// <summary><see cref="UsageTotals.Images"/>.</summary>
    Images,

    /// <summary><see cref="UsageTotals.Estimated"/>.</summary>
    Estimated,

    /// <summary><see cref="UsageTotals.Unpriced"/>.</summary>
    Unpriced,

    /// <summary><see cref="UsageRow.AverageDuration"/>.</summary>
    AverageDuration,

    /// <summary><see cref="UsageTotals.LongestDuration"/>.</summary>
    LongestDuration,

    /// <summary><see cref="UsageRow.AverageTimeToFirstToken"/>; rows without one come last.</summary>
    AverageTimeToFirstToken,
}
