namespace OneApi.Client;

/// <summary>What somebody with the role <see cref="OneApiAdminRole.SelfService"/> may give his test tokens at most. What he leaves out is the most.</summary>
public sealed class OneApiSelfServiceOptions
{
    /// <summary>Gets or sets what a token may spend in all, in micro-dollars.</summary>
    /// <value>The default is 5 000 000: five dollars.</value>
    public long MaxQuotaMicros { get; set; } = 5_000_000;

    /// <summary>Gets or sets how long a token lives.</summary>
    /// <value>The default is 7 days.</value>
    public TimeSpan MaxLife { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how many tokens of one person may be active at the same time.</summary>
    /// <value>The default is 5.</value>
    public int MaxTokens { get; set; } = 5;

    /// <summary>Gets or sets how many calls a minute a token may make.</summary>
    /// <value>The default is 60.</value>
    public int MaxRequestsPerMinute { get; set; } = 60;

    /// <summary>Gets or sets the group of all these tokens.</summary>
    /// <value>The default is <c>default</c>.</value>
    public string Group { get; set; } = "default";

    /// <summary>Gets or sets the models that the tokens may use; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: every model of the group.</value>
    public IList<string> Models { get; set; } = [];
}
