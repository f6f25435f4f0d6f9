namespace OneApi.Client;

/// <summary>The gateway's configuration, from code, from the section <c>OneApi</c>, or from both.</summary>
/// <remarks>Channels of several sources are added up. Read at start-up and at every change of the configuration; never on the way of a call. Lists and maps that are set are copied.</remarks>
public sealed class OneApiOptions
{
    // Options are made anew at every reload: what a host sets is copied, so that one reload does not add to what the next one finds.
    private List<ChannelConfig> _channels = [];
    private Dictionary<string, GroupConfig> _groups = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, string> _modelMap = new(StringComparer.OrdinalIgnoreCase);
    private List<string> _forwardHeaders = [];
    private Dictionary<string, PriceConfig> _prices = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, string> _currencies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the channels, in order. A channel's number in logs is its 1-based position here.</summary>
    public IList<ChannelConfig> Channels
    {
        get => _channels;
        set => _channels = [.. value];
    }

    /// <summary>Gets or sets the groups by name. The group <c>default</c> exists without being written here, with all models.</summary>
    public IDictionary<string, GroupConfig> Groups
    {
        get => _groups;
        set => _groups = Copy(value);
    }

    /// <summary>Gets or sets public model names and what is sent to the provider instead. The maps of group and channel are narrower and win.</summary>
    public IDictionary<string, string> ModelMap
    {
        get => _modelMap;
        set => _modelMap = Copy(value);
    }

    /// <summary>Gets or sets the model of calls that name none.</summary>
    /// <value>The default is <see langword="null"/>: such calls fail with <see cref="OneApiErrorKind.InvalidRequest"/>.</value>
    public string? DefaultModel { get; set; }

    /// <summary>Gets or sets the names of headers that callers may have forwarded to providers.</summary>
    /// <value>Empty by default: none are forwarded.</value>
    public IList<string> ForwardHeaders
    {
        get => _forwardHeaders;
        set => _forwardHeaders = [.. value];
    }

    /// <summary>Gets or sets how failed attempts are followed by others.</summary>
    public FailoverOptions Failover { get; set; } = new();

    /// <summary>Gets or sets what happens when a provider can't honour a setting.</summary>
    /// <value>The default is <see cref="UnsupportedSettings.Warn"/>.</value>
    public UnsupportedSettings UnsupportedSettings { get; set; } = UnsupportedSettings.Warn;

    /// <summary>Gets or sets what callers are charged, by public model name; <c>*</c> stands for any characters, and the exact name wins. What is not named here has the vendor's list price.</summary>
    public IDictionary<string, PriceConfig> Prices
    {
        get => _prices;
        set => _prices = Copy(value);
    }

    /// <summary>Gets or sets what holds where no price is known.</summary>
    public PricingOptions Pricing { get; set; } = new();

    /// <summary>Gets or sets the dollars for one of each currency that prices are stated in, as decimal strings with at most six digits behind the point: <c>CNY</c> and <c>0.14</c>.</summary>
    /// <value>Empty by default. A list price in a currency without a rate counts as unknown; a configured one is an error.</value>
    public IDictionary<string, string> Currencies
    {
        get => _currencies;
        set => _currencies = Copy(value);
    }

    /// <summary>Gets or sets how access tokens are made and kept. Read at start only.</summary>
    public TokenOptions Tokens { get; set; } = new();

    /// <summary>Gets or sets how money is set aside. Read at start only.</summary>
    public QuotaOptions Quotas { get; set; } = new();

    /// <summary>Gets or sets how usage records are kept where no store of its own is added. Read at start only.</summary>
    public LedgerOptions Ledger { get; set; } = new();

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];

    /// <summary>Gets the configuration keys that nobody knows; they are reported in the log.</summary>
    internal List<string> UnknownKeys { get; } = [];

    private static Dictionary<string, T> Copy<T>(IDictionary<string, T> map)
    {
        var copy = new Dictionary<string, T>(map.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in map)
        {
            copy[key] = value;
        }

        return copy;
    }
}
