namespace OneApi.Client;

/// <summary>Where a channel comes from.</summary>
public enum ChannelSource
{
    /// <summary>The host's code, or environment variables.</summary>
    Code,

    /// <summary>The configuration.</summary>
    Configuration,

    /// <summary>The store: it was made while the gateway ran.</summary>
    Stored,
}
