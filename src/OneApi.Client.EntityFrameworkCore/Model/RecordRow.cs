namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A usage record: the whole of it as JSON, and beside it what reports filter and add up by.</summary>
internal sealed class RecordRow
{
    public required Guid CallId { get; init; }

    /// <summary>Gets the start of the call in UTC ticks. A quarter of an hour is this divided by <see cref="TicksPerQuarter"/>.</summary>
    public required long StartedAt { get; init; }

    public string? Owner { get; init; }

    public string? TokenId { get; init; }

    public required string Group { get; init; }

    /// <summary>Gets the public model that served, or the one that was asked for.</summary>
    public required string Model { get; init; }

    public string? Channel { get; init; }

    public string? Provider { get; init; }

    public required int Outcome { get; init; }

    public required long Attempts { get; init; }

    public required long InputTokens { get; init; }

    public required long CachedInputTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public required long Images { get; init; }

    /// <summary>Gets the charge, or null when no price is known.</summary>
    public long? ChargeMicros { get; init; }

    public long? ProviderCostMicros { get; init; }

    public required bool IsEstimated { get; init; }

    public required long DurationTicks { get; init; }

    public long? FirstTokenTicks { get; init; }

    public required string Json { get; init; }

    public const long TicksPerQuarter = 15 * TimeSpan.TicksPerMinute;
}
