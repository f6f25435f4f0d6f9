namespace OneApi.Client;

/// <summary>How the gateway's endpoints meet the network: from the section <c>OneApi</c> of the gateway's configuration, and from code, which has the last word. Checked when the host starts, with every error at once; read at start only.</summary>
public sealed class OneApiEndpointOptions
{
    /// <summary>Gets the addresses and networks of the proxies in front of the gateway (<c>10.0.0.5</c>, <c>192.168.10.0/24</c>, <c>2001:db8::/32</c>). The client's address is read from <c>X-Forwarded-For</c> only as far as they vouch for it.</summary>
    /// <value>Empty by default: whoever connects is the client. The section's key is <c>KnownProxies</c>.</value>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Gets or sets how long running calls have to end when the host stops. In that time readiness fails and new calls are refused; after it, streams end with an error in them.</summary>
    /// <value>The default is 30 seconds. Zero to one hour; the host's own limit on stopping is raised to it where it is shorter. The section's key is <c>DrainTimeout</c>.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];
}
