namespace OneApi.Client;

/// <summary>A call that wants to begin.</summary>
/// <param name="Id">The id, which belongs to the call.</param>
/// <param name="Scopes">What it counts against, each key once.</param>
/// <param name="EstimatedTokens">The tokens that it may use, 0 or more.</param>
/// <param name="Lifetime">After which time, by the store's clock, it no longer counts as running.</param>
public sealed record RateLimitPermit(Guid Id, IReadOnlyList<RateLimitScope> Scopes, long EstimatedTokens, TimeSpan Lifetime);
