namespace OneApi.Client;

/// <summary>The kinds of rate limits.</summary>
public enum RateLimitKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Calls at the same time.</summary>
    Concurrency,

    /// <summary>Requests in a minute.</summary>
    Requests,

    /// <summary>Tokens in a minute.</summary>
    Tokens,
}
