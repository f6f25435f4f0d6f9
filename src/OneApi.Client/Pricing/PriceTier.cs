namespace OneApi.Client.Pricing;

/// <summary>What a call costs whose input is larger than a mark; null keeps the price below it. All in pico of the currency per token.</summary>
/// <param name="AboveInputTokens">The largest input that the price below holds for.</param>
/// <param name="Input">Of input.</param>
/// <param name="CachedInput">Of input read from a cache.</param>
/// <param name="CacheWrite">Of input written to a cache.</param>
/// <param name="Output">Of output.</param>
internal sealed record PriceTier(long AboveInputTokens, long? Input, long? CachedInput, long? CacheWrite, long? Output);
