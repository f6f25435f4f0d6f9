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
