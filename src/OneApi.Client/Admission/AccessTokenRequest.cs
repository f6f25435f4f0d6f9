namespace OneApi.Client;

/// <summary>An access token to be made, or how one is to be from now on. Not thread-safe.</summary>
public sealed class AccessTokenRequest
{
    /// <summary>Gets or sets the name for people: 1 to 100 characters, on one line. Required.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the group in whose name its calls are made.</summary>
    /// <value>The default is <c>default</c>.</value>
    public string Group { get; set; } = "default";

    /// <summary>Gets or sets whom its use is charged to in reports.</summary>
    public string? Owner { get; set; }

    /// <summary>Gets or sets after which time it ends. Not together with <see cref="ExpiresAt"/>.</summary>
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>Gets or sets when it ends. Must be in the future. Not together with <see cref="ExpiresIn"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Gets or sets what it may spend in all, in micro-dollars: 0 to 9 007 199 254 740 991, which every store counts exactly.</summary>
    /// <value>The default is <see langword="null"/>: no limit of its own.</value>
    public long? QuotaMicros { get; set; }

    /// <summary>Gets or sets what it may spend in a day, in micro-dollars: 0 to 9 007 199 254 740 991, which every store counts exactly.</summary>
    public long? DailyQuotaMicros { get; set; }

    /// <summary>Gets or sets what it may spend in a month, in micro-dollars: 0 to 9 007 199 254 740 991, which every store counts exactly.</summary>
    public long? MonthlyQuotaMicros { get; set; }

    /// <summary>Gets or sets the time zone in which its days and months begin, as an IANA name.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets or sets the models that it may use; <c>*</c> stands for any characters.</summary>
    public IList<string> Models { get; set; } = [];

    /// <summary>Gets or sets the networks from which it may be used, in CIDR notation.</summary>
    public IList<string> IpAllowList { get; set; } = [];

    /// <summary>Gets or sets its rate limits.</summary>
    public RateLimits Limits { get; set; } = new();

    /// <summary>Gets or sets labels that every usage record of its calls carries.</summary>
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets a key that another gateway has issued, so that its holder need not change it: <c>sk-</c> and 32 to 200 letters and digits. A secret.</summary>
    /// <value>The default is <see langword="null"/>: a new key is made. Only for <see cref="IAccessTokens.CreateAsync"/>.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? ImportedKey { get; set; }

    /// <summary>A request that would make a token what it is, to change some of it.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The request.</returns>
    public static AccessTokenRequest Of(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new()
        {
            Name = token.Name,
            Group = token.Group,
            Owner = token.Owner,
            ExpiresAt = token.ExpiresAt,
            QuotaMicros = token.QuotaMicros,
            DailyQuotaMicros = token.DailyQuotaMicros,
            MonthlyQuotaMicros = token.MonthlyQuotaMicros,
            TimeZone = token.TimeZone,
            Models = [.. token.Models],
            IpAllowList = [.. token.IpAllowList],
            Limits = token.Limits,
            Labels = new Dictionary<string, string>(token.Labels, StringComparer.Ordinal),
        };
    }
}
