namespace OneApi.Client;

/// <summary>How the gateway is offered over HTTP: by the sections <c>OneApi:Endpoints</c>, <c>OneApi:KnownProxies</c> and <c>OneApi:DrainTimeout</c> of its configuration, and by code, which has the last word. Checked when the host starts, with every error at once. Read when the endpoints are mapped. Not thread-safe.</summary>
public sealed class OneApiEndpointOptions
{
    /// <summary>Gets or sets the addresses and networks (CIDR) of proxies whose <c>X-Forwarded-For</c> is believed.</summary>
    /// <value>Empty by default: the address of the connection is the caller's.</value>
    public IList<string> KnownProxies { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether calls need an access token.</summary>
    /// <value>The default is <see langword="true"/>. With <see langword="false"/> a call that brings no key is the host's own, without limits: only behind an authorization of the host's.</value>
    public bool RequireAccessToken { get; set; } = true;

    /// <summary>Gets or sets how many bytes the body of a request may have.</summary>
    /// <value>The default is 10 MiB.</value>
    public long MaxBodyBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Gets or sets how many bytes the body of a request with audio or images may have.</summary>
    /// <value>The default is 25 MiB.</value>
    public long MaxMediaBodyBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>Gets or sets how deep the JSON of a request may be nested.</summary>
    /// <value>The default is 32.</value>
    public int MaxJsonDepth { get; set; } = 32;

    /// <summary>Gets or sets how many messages a chat call may have.</summary>
    /// <value>The default is 2 048.</value>
    public int MaxMessages { get; set; } = 2048;

    /// <summary>Gets or sets after which time of waiting for the first content a streamed answer begins with status 200 and a comment, so that nobody in between gives up. Errors are in the stream from then on.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan CommitAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets after which silence a comment is sent in a streamed answer.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long running calls have to end when the host stops. In that time readiness fails and new calls are refused; after it, streams end with an error in them.</summary>
    /// <value>The default is 30 seconds. Zero to one hour; the host's own limit on stopping is raised to it where it is shorter.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the items of answers to <c>/v1/responses</c> are remembered, so that later requests of the same access token may refer to them by their ids (<c>item_reference</c>). Not those of requests with <c>store</c> false.</summary>
    /// <value>The default is one hour. Zero: nothing is remembered. Up to 30 days.</value>
    /// <remarks>They are kept in the application's <see cref="Microsoft.Extensions.Caching.Distributed.IDistributedCache"/> where it has one, which several nodes share; else in the memory of this process, 64 MiB of them at most.</remarks>
    public TimeSpan RememberItemsFor { get; set; } = TimeSpan.FromHours(1);

    internal const long RememberedBytes = 64 * 1024 * 1024;

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];
}
