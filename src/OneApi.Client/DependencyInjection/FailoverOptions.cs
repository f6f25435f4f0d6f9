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

    /// <summary>Gets or sets how many requests besides the first one each call for a model earns. Retries, other channels, races and rescues take one each; a hundred are there at the start, and one comes in each second. With none left, the last error is returned.</summary>
    /// <value>The default is 0.2; 0 to 1.</value>
    public double RetryBudget { get; set; } = 0.2;

    /// <summary>Gets or sets how long a chat stream may take to its first content before another channel that works is asked as well; the first content wins.</summary>
    /// <value>The default is 10 seconds, and six times that for models that reason. <see langword="null"/> switches it off.</value>
    public TimeSpan? RaceFirstTokenAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the same for whole chat answers.</summary>
    /// <value>The default is one minute. <see langword="null"/> switches it off.</value>
    public TimeSpan? RaceWholeAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets a value indicating whether a chat stream that breaks after content is begun anew on another channel, and goes on from where the new answer has repeated exactly what was delivered.</summary>
    /// <value>The default is <see langword="true"/>. Once for each call; never after a tool call, in JSON mode, or after signed reasoning.</value>
    public bool Splice { get; set; } = true;
}
