namespace OneApi.Client;

/// <summary>Why an attempt went where it went.</summary>
public sealed record RoutingDecision
{
    /// <summary>Gets why the attempt was made.</summary>
    public required AttemptReason Reason { get; init; }

    /// <summary>Gets the public name of the model that channels were looked for.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the name of the strategy; <see langword="null"/> when there was nothing to choose.</summary>
    public string? Strategy { get; init; }

    /// <summary>Gets the name of the channel that was chosen; <see langword="null"/> when there was none.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets the side of its canary that the channel is on; <see langword="null"/> without a canary.</summary>
    public TrafficArm? Arm { get; init; }

    /// <summary>Gets all channels that serve the model for the group, of higher priority first.</summary>
    public required IReadOnlyList<RoutingOption> Options { get; init; }
}
