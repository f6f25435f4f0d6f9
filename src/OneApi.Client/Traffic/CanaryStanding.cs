namespace OneApi.Client;

/// <summary>How a canary stands.</summary>
public sealed record CanaryStanding
{
    /// <summary>Gets the group's name.</summary>
    public required string Group { get; init; }

    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the patterns of the models that it is about; empty means all.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets the new channels.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Gets the configured step.</summary>
    public required CanaryStep Step { get; init; }

    /// <summary>Gets the configured percentage.</summary>
    public required double Percent { get; init; }

    /// <summary>Gets when, by whom and why the old channels have taken everything back; <see langword="null"/> when they have not.</summary>
    public CanaryReturn? Returned { get; init; }

    /// <summary>Gets what the old side did since the canary's channels were chosen.</summary>
    public required ArmFigures Old { get; init; }

    /// <summary>Gets what the new side did since the step or the percentage was set: copies in step <see cref="CanaryStep.Shadow"/>.</summary>
    public required ArmFigures New { get; init; }

    /// <summary>Gets what copies have cost today (UTC), in micro-dollars.</summary>
    public long ShadowCostMicros { get; init; }
}
