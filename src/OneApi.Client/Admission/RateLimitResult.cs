namespace OneApi.Client;

/// <summary>The answer of a rate limit store.</summary>
/// <param name="IsAllowed">Whether the call may begin.</param>
/// <param name="Refused">Which limit refuses.</param>
/// <param name="Scope">The scope of that limit.</param>
/// <param name="RetryAfter">When it is worth another try; for running calls a guess.</param>
/// <param name="Requests">How the requests of the scope stand that has the fewest left; <see langword="null"/> where nothing limits them.</param>
/// <param name="Tokens">How the tokens of the scope stand that has the fewest left; <see langword="null"/> where nothing limits them.</param>
public readonly record struct RateLimitResult(
    bool IsAllowed,
    RateLimitKind Refused = RateLimitKind.None,
    string? Scope = null,
    TimeSpan RetryAfter = default,
    RateLimitStanding? Requests = null,
    RateLimitStanding? Tokens = null);
