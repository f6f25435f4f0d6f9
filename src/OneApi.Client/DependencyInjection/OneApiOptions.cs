namespace OneApi.Client;

/// <summary>The gateway's configuration, from code, from the section <c>OneApi</c>, or from both.</summary>
/// <remarks>Channels of several sources are added up. Read at start-up and at every change of the configuration; never on the way of a call.</remarks>
public sealed class OneApiOptions
{
    /// <summary>Gets or sets the channels, in order. A channel's number in logs is its 1-based position here.</summary>
    public IList<ChannelConfig> Channels { get; set; } = [];

    /// <summary>Gets or sets the groups by name. The group <c>default</c> exists without being written here, with all models.</summary>
    public IDictionary<string, GroupConfig> Groups { get; set; } = new Dictionary<string, GroupConfig>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets public model names and what is sent to the provider instead. The maps of group and channel are narrower and win.</summary>
    public IDictionary<string, string> ModelMap { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the model of calls that name none.</summary>
    /// <value>The default is <see langword="null"/>: such calls fail with <see cref="OneApiErrorKind.InvalidRequest"/>.</value>
    public string? DefaultModel { get; set; }

    /// <summary>Gets or sets the names of headers that callers may have forwarded to providers.</summary>
    /// <value>Empty by default: none are forwarded.</value>
    public IList<string> ForwardHeaders { get; set; } = [];

    /// <summary>Gets or sets how failed attempts are followed by others.</summary>
    public FailoverOptions Failover { get; set; } = new();

    /// <summary>Gets or sets what happens when a provider can't honour a setting.</summary>
    /// <value>The default is <see cref="UnsupportedSettings.Warn"/>.</value>
    public UnsupportedSettings UnsupportedSettings { get; set; } = UnsupportedSettings.Warn;

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];

    /// <summary>Gets the configuration keys that nobody knows; they are reported in the log.</summary>
    internal List<string> UnknownKeys { get; } = [];
}
