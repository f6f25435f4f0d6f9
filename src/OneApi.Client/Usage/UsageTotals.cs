namespace OneApi.Client;

/// <summary>What a number of calls used together.</summary>
public sealed record UsageTotals
{
    /// <summary>Gets how many calls there were.</summary>
    public long Calls { get; init; }

    /// <summary>Gets how many of them were not delivered whole for a fault (failed or broken). Cancelled ones are not among them.</summary>
    public long Errors { get; init; }

    /// <summary>Gets how many of them the caller cancelled or left.</summary>
    public long Cancelled { get; init; }

    /// <summary>Gets how many attempts they took.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets the tokens of input, cached and written ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Gets the tokens of input that were read from a cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Gets the tokens of input that were written to a cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Gets the tokens of output, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Gets the tokens of reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Gets the images that were made.</summary>
    public long Images { get; init; }

    /// <summary>Gets what callers were charged, in micro-dollars.</summary>
    public long ChargeMicros { get; init; }

    /// <summary>Gets what the attempts cost at the providers, in micro-dollars, as far as prices are known.</summary>
    public long ProviderCostMicros { get; init; }

    /// <summary>Gets how many calls have tokens that were estimated.</summary>
    public long Estimated { get; init; }

    /// <summary>Gets how many calls have no known charge: their model has no price. A call that used nothing is charged nothing, and is not among them.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets the sum of the calls' durations.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the longest duration.</summary>
    public TimeSpan LongestDuration { get; init; }

    /// <summary>Gets how many calls have a time to the first token.</summary>
    public long FirstTokens { get; init; }

    /// <summary>Gets the sum of the times to the first token.</summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>Gets what one record counts as.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Its totals.</returns>
    public static UsageTotals Of(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var tokens = record.Usage is null ? default : Pricing.BilledTokens.Of(record.Usage);
        return new()
        {
            Calls = 1,
            Errors = record.Outcome is CallOutcome.Failed or CallOutcome.Broken ? 1 : 0,
            Cancelled = record.Outcome is CallOutcome.Cancelled ? 1 : 0,
            Attempts = record.Attempts.Count,
            InputTokens = tokens.Input,
            CachedInputTokens = tokens.CachedInput,
            CacheWriteTokens = tokens.CacheWrite,
            OutputTokens = tokens.Output,
            ReasoningTokens = tokens.Reasoning,
            Images = tokens.Images,
            ChargeMicros = record.ChargeMicros ?? 0,
            ProviderCostMicros = record.ProviderCostMicros ?? 0,
            Estimated = record.IsEstimated ? 1 : 0,
            Unpriced = record.ChargeMicros is null ? 1 : 0,
            Duration = record.Duration,
            LongestDuration = record.Duration,
            FirstTokens = record.TimeToFirstToken is null ? 0 : 1,
            TimeToFirstToken = record.TimeToFirstToken ?? TimeSpan.Zero,
        };
    }

    /// <summary>Adds two totals.</summary>
    /// <param name="other">The other ones.</param>
    /// <returns>The sum. Money and tokens never wrap round.</returns>
    /// <exception cref="OverflowException">A sum is larger than a <see cref="long"/> holds.</exception>
    public UsageTotals Plus(UsageTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        checked
        {
            return new()
            {
                Calls = Calls + other.Calls,
                Errors = Errors + other.Errors,
                Cancelled = Cancelled + other.Cancelled,
                Attempts = Attempts + other.Attempts,
                InputTokens = InputTokens + other.InputTokens,
                CachedInputTokens = CachedInputTokens + other.CachedInputTokens,
                CacheWriteTokens = CacheWriteTokens + other.CacheWriteTokens,
                OutputTokens = OutputTokens + other.OutputTokens,
                ReasoningTokens = ReasoningTokens + other.ReasoningTokens,
                Images = Images + other.Images,
                ChargeMicros = ChargeMicros + other.ChargeMicros,
                ProviderCostMicros = ProviderCostMicros + other.ProviderCostMicros,
                Estimated = Estimated + other.Estimated,
                Unpriced = Unpriced + other.Unpriced,
                Duration = Duration + other.Duration,
                LongestDuration = LongestDuration > other.LongestDuration ? LongestDuration : other.LongestDuration,
                FirstTokens = FirstTokens + other.FirstTokens,
                TimeToFirstToken = TimeToFirstToken + other.TimeToFirstToken,
            };
        }
    }
}
