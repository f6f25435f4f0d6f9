namespace OneApi.Client;

/// <summary>What a store knows of channels at one moment.</summary>
/// <param name="Now">That moment, by the store's clock, which all times of the facts are of. Nodes turn them into their own by it, so that their clocks need not agree.</param>
/// <param name="Facts">The newest word for each channel and key, those included that say that nothing holds any more; in any order.</param>
public sealed record ChannelFacts(DateTimeOffset Now, IReadOnlyList<ChannelFact> Facts);
