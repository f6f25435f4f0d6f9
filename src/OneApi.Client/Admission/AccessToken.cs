namespace OneApi.Client;

/// <summary>What a caller of the gateway holds a key for: what it may use, how much, from where and until when. The key itself is not part of it.</summary>
public sealed record AccessToken
{
    /// <summary>Gets the id, which is also part of the key. No secret.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the group in whose name its calls are made.</summary>
    public required string Group { get; init; }

    /// <summary>Gets whom its use is charged to in reports (the customer), or <see langword="null"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the models that it may use; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: every model of the group.</value>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Gets the networks from which it may be used, in CIDR notation.</summary>
    /// <value>Empty by default: from everywhere.</value>
    public IReadOnlyList<string> IpAllowList { get; init; } = [];

    /// <summary>Gets when it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it ends, or <see langword="null"/> when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when it was revoked, or <see langword="null"/> when it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Gets what it may spend in all, in micro-dollars.</summary>
    /// <value>The default is <see langword="null"/>: no limit of its own.</value>
    public long? QuotaMicros { get; init; }

    /// <summary>Gets what it may spend in a day of <see cref="TimeZone"/>, in micro-dollars.</summary>
    /// <value>The default is <see langword="null"/>: no limit of its own.</value>
    public long? DailyQuotaMicros { get; init; }

    /// <summary>Gets what it may spend in a month of <see cref="TimeZone"/>, in micro-dollars.</summary>
    /// <value>The default is <see langword="null"/>: no limit of its own.</value>
    public long? MonthlyQuotaMicros { get; init; }

    /// <summary>Gets the time zone in which its days and months begin, as an IANA name.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets its rate limits.</summary>
    public RateLimits Limits { get; init; } = new();

    /// <summary>Gets labels that every usage record of its calls carries.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>Says whether it may be used at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <returns><see langword="true"/> when it is neither revoked nor expired.</returns>
    public bool IsActiveAt(DateTimeOffset now) => (RevokedAt is null || now < RevokedAt) && (ExpiresAt is null || now < ExpiresAt);
}
