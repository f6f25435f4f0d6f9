namespace OneApi.Client;

/// <summary>How much a caller may ask at once and in a minute. What is <see langword="null"/> is not limited.</summary>
public sealed record RateLimits
{
    /// <summary>Gets how many calls may begin in any minute.</summary>
    /// <value>The default is <see langword="null"/>: no limit. 1 or more.</value>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Gets how many tokens, input and output together, may be used in any minute.</summary>
    /// <value>The default is <see langword="null"/>: no limit. 1 or more.</value>
    public long? TokensPerMinute { get; init; }

    /// <summary>Gets how many calls may run at the same time.</summary>
    /// <value>The default is <see langword="null"/>: no limit. 1 or more.</value>
    public int? Concurrency { get; init; }

    /// <summary>Gets a value indicating whether anything is limited.</summary>
    internal bool HasAny => RequestsPerMinute is not null || TokensPerMinute is not null || Concurrency is not null;
}
