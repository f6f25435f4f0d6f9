using StackExchange.Redis;

namespace OneApi.Client;

/// <summary>How the gateway uses Redis: from the section <c>OneApi:Redis</c> of the gateway's configuration, and from code, which has the last word. Checked when the host starts, with every error at once; read at start only.</summary>
public sealed class RedisOptions
{
    /// <summary>Gets or sets where Redis is: <c>redis://[[user]:password@]host[:port][/database]</c>, or <c>rediss://</c> for TLS. Several URLs, separated by commas, are nodes of one cluster.</summary>
    /// <value>The default is <see langword="null"/>: the environment variable <c>REDIS_URL</c>. User and password are percent-encoded; the port is 6379 where none is named.</value>
    public string? Url { get; set; }

    /// <summary>Gets or sets what has the last word on how the client connects: certificates, timeouts, names.</summary>
    /// <value>The default is <see langword="null"/>. It may also add endpoints where no URL is given.</value>
    public Action<ConfigurationOptions>? ConfigureConnection { get; set; }

    /// <summary>Gets or sets what every key begins with.</summary>
    /// <value>The default is <c>oneapi:</c>. No braces; gateways that share a Redis, but nothing else, take different ones.</value>
    public string KeyPrefix { get; set; } = "oneapi:";

    /// <summary>Gets or sets over how many hash slots accounts are spread. All accounts of one token are in one of them, and held in one step.</summary>
    /// <value>The default is 64; 1 to 1024. It is fixed at the first start for all nodes and for ever.</value>
    public int Buckets { get; set; } = 64;

    /// <summary>Gets or sets how many replicas must confirm a change of a quota before it counts.</summary>
    /// <value>The default is 0: none. With fewer in time, an operation ends with a <see cref="QuotaStoreException"/> whose outcome is unknown.</value>
    public int WaitReplicas { get; set; }

    /// <summary>Gets or sets how long replicas have for that.</summary>
    /// <value>The default is 500 milliseconds. Shorter than <see cref="OperationTimeout"/>.</value>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets how long an operation may take, repetitions included, while Redis is moving, starting or being replaced.</summary>
    /// <value>The default is 2 seconds. 100 milliseconds or more.</value>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long the ids of ended reservations are remembered, so that a repetition changes nothing.</summary>
    /// <value>The default is one hour; a minute or more. About 150 bytes of Redis' memory for each call in that time.</value>
    public TimeSpan RepetitionWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets a value indicating whether usage records are written in the same step as the charge, and moved to the ledger from there.</summary>
    /// <value>The default is <see langword="true"/>. Without an <see cref="IUsageLedger"/> to move them to it has no effect.</value>
    public bool KeepsRecords { get; set; } = true;

    /// <summary>Gets or sets the secret under which tokens that providers issue are encrypted, so that nodes can share them.</summary>
    /// <value>The default is <see langword="null"/>: they are not shared, and each node keeps its own in memory. 32 characters or more, the same on all nodes.</value>
    public string? CredentialKey { get; set; }

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];
}
