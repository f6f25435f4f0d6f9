namespace OneApi.Client;

/// <summary>What the gateway's health check is about.</summary>
public sealed class OneApiHealthCheckOptions
{
    /// <summary>Gets the public names of the models that the application can't do without: when one of them has nobody to serve it, the check fails, and other models and channels don't matter.</summary>
    /// <value>Empty by default: the check is about all channels, and fails when nothing at all can be served.</value>
    public IList<string> Models { get; } = [];

    /// <summary>Gets or sets the group that <see cref="Models"/> are used in.</summary>
    /// <value>The default is <see langword="null"/>: <c>default</c>.</value>
    public string? Group { get; set; }
}
