namespace OneApi.Client;

/// <summary>One thing that has rate limits: a token, a group or a channel.</summary>
/// <param name="Key">Its key, such as <c>token:…</c>.</param>
/// <param name="Limits">Its limits as they are at this moment.</param>
public readonly record struct RateLimitScope(string Key, RateLimits Limits);
