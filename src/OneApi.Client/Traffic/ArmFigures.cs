namespace OneApi.Client;

/// <summary>What one side of a canary did.</summary>
public sealed record ArmFigures
{
    /// <summary>Gets the number of calls that were given to it. Those that their callers left before any content are not counted.</summary>
    public long Calls { get; init; }

    /// <summary>Gets how many of them it could not serve, empty answers apart; some were served by the other side then.</summary>
    public long Errors { get; init; }

    /// <summary>Gets how many of them it answered with nothing.</summary>
    public long Empties { get; init; }

    /// <summary>Gets the least that the true share of errors and empty answers may be, with a certainty of 95 %; 0 without calls.</summary>
    public double FailureShareLow { get; init; }

    /// <summary>Gets the most that it may be, with the same certainty; 1 without calls.</summary>
    public double FailureShareHigh { get; init; } = 1;

    /// <summary>Gets the number of streams with a time to the first token.</summary>
    public long FirstTokens { get; init; }

    /// <summary>Gets the median of the time to the first token, within four percent; <see langword="null"/> without streams.</summary>
    public TimeSpan? FirstTokenP50 { get; init; }

    /// <summary>Gets its 95th percentile, within four percent; <see langword="null"/> without streams.</summary>
    public TimeSpan? FirstTokenP95 { get; init; }

    /// <summary>Gets the number of calls whose cost is known.</summary>
    public long CostedCalls { get; init; }

    /// <summary>Gets what those cost at the providers, in micro-dollars.</summary>
    public long CostMicros { get; init; }
}
