namespace OneApi.Client;

/// <summary>How failed attempts are followed by others.</summary>
public sealed class FailoverOptions
{
    /// <summary>Gets or sets how many requests one call may send to providers, all channels together.</summary>
    /// <value>The default is 3; at least 1.</value>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Gets or sets how many of them may go to a channel that has already failed, when no other is left.</summary>
    /// <value>The default is 1; 0 switches it off.</value>
    public int SameChannelRetries { get; set; } = 1;
}
