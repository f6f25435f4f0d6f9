namespace OneApi.Client.Pricing;

/// <summary>What a model costs: pico of the currency per token (1 per million tokens = 1 000 000 pico per token). What is null costs what the wider kind costs.</summary>
internal sealed record Price
{
    public const string Dollar = "USD";

    /// <summary>Gets the price that asks for nothing.</summary>
    public static readonly Price Free = new() { Input = 0, Output = 0 };

    public string Currency { get; init; } = Dollar;

    /// <summary>Gets the price of input.</summary>
    public required long Input { get; init; }

    /// <summary>Gets the price of input read from a cache; null costs <see cref="Input"/>.</summary>
    public long? CachedInput { get; init; }

    /// <summary>Gets the price of input written to a cache; null costs <see cref="Input"/>.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Gets the price of output.</summary>
    public required long Output { get; init; }

    /// <summary>Gets the price of reasoning; null costs <see cref="Output"/>.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Gets the price of sound in; null costs <see cref="Input"/>.</summary>
    public long? AudioInput { get; init; }

    /// <summary>Gets the price of sound out; null costs <see cref="Output"/>.</summary>
    public long? AudioOutput { get; init; }

    /// <summary>Gets the price of one made image, in pico of the currency.</summary>
    public long PerImage { get; init; }

    /// <summary>Gets the price of the call itself, in pico of the currency.</summary>
    public long PerCall { get; init; }

    /// <summary>Gets other prices for large inputs, the smallest mark first.</summary>
    public PriceTier[] Tiers { get; init; } = [];

    /// <summary>Gets how many tokens of output are set aside for a call that names no maximum, or null for the gateway's default.</summary>
    public int? DefaultOutputTokens { get; init; }

    /// <summary>Gets where a list price comes from, or null for a configured one.</summary>
    public string? Source { get; init; }

    /// <summary>Gets when the source was checked.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gets a value indicating whether the source states no price of output, so that it is taken to cost what input costs.</summary>
    public bool IsRough { get; init; }

    /// <summary>The price that holds for an input of some size: what a tier leaves open costs what it costs in the tier below.</summary>
    public Price For(long inputTokens)
    {
        if (Tiers.Length == 0 || inputTokens <= Tiers[0].AboveInputTokens)
        {
            return this;
        }

        var (input, cached, written, output) = (Input, CachedInput, CacheWrite, Output);
        foreach (var tier in Tiers)
        {
            if (inputTokens > tier.AboveInputTokens)
            {
                (input, cached, written, output) = (tier.Input ?? input, tier.CachedInput ?? cached, tier.CacheWrite ?? written, tier.Output ?? output);
            }
        }

        return this with { Input = input, CachedInput = cached, CacheWrite = written, Output = output, Tiers = [] };
    }
}
