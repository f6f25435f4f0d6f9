namespace OneApi.Client;

/// <summary>A move of a group's models from the channels that serve them to new ones, step by step and back at any time.</summary>
/// <remarks>The new channels serve the same public models; a model of another name is a matter of their model map.</remarks>
public sealed class CanaryConfig
{
    /// <summary>Gets or sets its name, unique in the group.</summary>
    /// <value>The default is <see langword="null"/>: the name of the first of <see cref="Channels"/>.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the new channels. What else serves the models is the old side.</summary>
    public IList<string> Channels { get; set; } = [];

    /// <summary>Gets or sets the public models that it is about; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: all models of the group. Where several of a group match, the first one counts.</value>
    public IList<string> Models { get; set; } = [];

    /// <summary>Gets or sets how far the move has come.</summary>
    /// <value>The default is <see cref="CanaryStep.Split"/>.</value>
    public CanaryStep Step { get; set; } = CanaryStep.Split;

    /// <summary>Gets or sets the share of subjects that the new channels serve in step <see cref="CanaryStep.Split"/>, and the share of calls that are copied in step <see cref="CanaryStep.Shadow"/>, in percent.</summary>
    /// <value>0 (the default) to 100. Raising it only adds subjects.</value>
    public double Percent { get; set; }

    /// <summary>Gets or sets who stays on one side. A call of nobody in particular is on a side of its own.</summary>
    /// <value>The default is <see cref="CanarySubject.EndUser"/>.</value>
    public CanarySubject StickyBy { get; set; }

    /// <summary>Gets or sets a text that decides which subjects come first; another one chooses others.</summary>
    /// <value>The default is <see langword="null"/>: made of the group's name and the canary's.</value>
    public string? Salt { get; set; }

    /// <summary>Gets or sets when the old channels take everything back by themselves.</summary>
    public CanaryGuards Guards { get; set; } = new();

    /// <summary>Gets or sets what copies may cost at the providers in a day (UTC), in dollars, as a decimal string; for each process.</summary>
    /// <value>The default is <c>1</c>. <see langword="null"/> is no limit; with a limit, models without a known price are not copied.</value>
    public string? ShadowBudget { get; set; } = "1";

    /// <summary>Gets or sets where it stands in the configuration, for error messages.</summary>
    internal string? Path { get; set; }
}
