namespace OneApi.Client;

/// <summary>Channels that get copies of a group's calls and serve nobody, to be compared with those that do. Chat only; copies have no tools, are never waited for and never charged to the caller.</summary>
public sealed class ShadowConfig
{
    /// <summary>Gets or sets its name, unique among the group's canaries and shadows.</summary>
    /// <value>The default is <see langword="null"/>: the name of the first of <see cref="Channels"/>.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the channels that get the copies, and no calls besides.</summary>
    public IList<string> Channels { get; set; } = [];

    /// <summary>Gets or sets the public models that it is about; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: all models of the group.</value>
    public IList<string> Models { get; set; } = [];

    /// <summary>Gets or sets the share of calls that are copied, in percent.</summary>
    /// <value>0 (the default) to 100.</value>
    public double Percent { get; set; }

    /// <summary>Gets or sets what the copies may cost at the providers in a day (UTC), in dollars, as a decimal string; for each process.</summary>
    /// <value>The default is <c>1</c>. <see langword="null"/> is no limit; with a limit, models without a known price are not copied.</value>
    public string? Budget { get; set; } = "1";

    /// <summary>Gets or sets where it stands in the configuration, for error messages.</summary>
    internal string? Path { get; set; }
}
