namespace OneApi.Client;

/// <summary>Prices of calls whose input is larger than a mark. What is <see langword="null"/> costs what it costs below. Not thread-safe.</summary>
public sealed class PriceTierConfig
{
    /// <summary>Gets or sets the mark: the largest input, in tokens, that the prices below hold for. 1 or more.</summary>
    public long AboveInputTokens { get; set; }

    /// <summary>Gets or sets the price of input per million tokens.</summary>
    public string? Input { get; set; }

    /// <summary>Gets or sets the price of input that was read from a cache, per million tokens.</summary>
    public string? CachedInput { get; set; }

    /// <summary>Gets or sets the price of input that was written to a cache, per million tokens.</summary>
    public string? CacheWrite { get; set; }

    /// <summary>Gets or sets the price of output per million tokens.</summary>
    public string? Output { get; set; }
}
