namespace OneApi.Client;

/// <summary>What holds where no price is known, and for calls that name no maximum of output.</summary>
public sealed class PricingOptions
{
    /// <summary>Gets or sets what becomes of a call with a quota when its model has no known price.</summary>
    /// <value>The default is <see cref="UnknownPrice.Refuse"/>. Calls without a quota are never refused for a missing price; their cost is recorded as unknown.</value>
    public UnknownPrice Unknown { get; set; } = UnknownPrice.Refuse;

    /// <summary>Gets or sets the price of models that have none, with <see cref="UnknownPrice.Default"/>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public PriceConfig? DefaultPrice { get; set; }

    /// <summary>Gets or sets how many tokens of output are set aside for a call that names no maximum, where the model's price says nothing else.</summary>
    /// <value>The default is 4096; 1 or more.</value>
    public int DefaultOutputTokens { get; set; } = 4096;
}
