namespace OneApi.Client;

/// <summary>A side of a canary.</summary>
public enum TrafficArm
{
    /// <summary>The channels that served before.</summary>
    Old,

    /// <summary>The channels that are to serve.</summary>
    New,
}
