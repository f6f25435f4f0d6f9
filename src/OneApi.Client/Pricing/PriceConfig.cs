namespace OneApi.Client;

/// <summary>What a model costs, as it is configured: decimal strings such as <c>"1.60"</c>, so that no floating point touches money.</summary>
/// <remarks>Prices of tokens are per million tokens, with at most six digits behind the point. Not thread-safe.</remarks>
public sealed class PriceConfig
{
    /// <summary>Gets or sets the price of input.</summary>
    /// <value>The default is <see langword="null"/>: input is free, which needs another price to be set.</value>
    public string? Input { get; set; }

    /// <summary>Gets or sets the price of input that was read from a cache.</summary>
    /// <value>The default is <see langword="null"/>: it costs what input costs.</value>
    public string? CachedInput { get; set; }

    /// <summary>Gets or sets the price of input that was written to a cache.</summary>
    /// <value>The default is <see langword="null"/>: it costs what input costs.</value>
    public string? CacheWrite { get; set; }

    /// <summary>Gets or sets the price of output.</summary>
    /// <value>The default is <see langword="null"/>: output is free, which needs another price to be set.</value>
    public string? Output { get; set; }

    /// <summary>Gets or sets the price of reasoning.</summary>
    /// <value>The default is <see langword="null"/>: it costs what output costs.</value>
    public string? Reasoning { get; set; }

    /// <summary>Gets or sets the price of sound that is sent.</summary>
    /// <value>The default is <see langword="null"/>: it costs what input costs.</value>
    public string? AudioInput { get; set; }

    /// <summary>Gets or sets the price of sound that is made.</summary>
    /// <value>The default is <see langword="null"/>: it costs what output costs.</value>
    public string? AudioOutput { get; set; }

    /// <summary>Gets or sets the price of one made image. At most twelve digits behind the point.</summary>
    public string? PerImage { get; set; }

    /// <summary>Gets or sets the price of a call that delivered something, besides its tokens. At most twelve digits behind the point.</summary>
    public string? PerCall { get; set; }

    /// <summary>Gets or sets the currency's ISO 4217 code. One that is not the dollar needs its rate in <see cref="OneApiOptions.Currencies"/>.</summary>
    /// <value>The default is <c>USD</c>.</value>
    public string Currency { get; set; } = Pricing.Price.Dollar;

    /// <summary>Gets or sets other prices for large inputs.</summary>
    public IList<PriceTierConfig> Tiers { get; set; } = [];

    /// <summary>Gets or sets how many tokens of output are set aside for a call that names no maximum.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="PricingOptions.DefaultOutputTokens"/>.</value>
    public int? DefaultOutputTokens { get; set; }
}
