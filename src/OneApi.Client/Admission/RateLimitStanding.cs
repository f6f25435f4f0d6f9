namespace OneApi.Client;

/// <summary>How a limit of a minute stands, for the headers <c>x-ratelimit-*</c>.</summary>
/// <param name="Limit">What may be used in a minute.</param>
/// <param name="Remaining">What is left of it, 0 or more.</param>
/// <param name="Reset">After which time all of it is free again, if nothing more is asked.</param>
public readonly record struct RateLimitStanding(long Limit, long Remaining, TimeSpan Reset);
