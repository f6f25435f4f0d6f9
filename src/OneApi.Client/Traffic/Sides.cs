namespace OneApi.Client.Traffic;

/// <summary>Which channels a call may use, by their index in the route.</summary>
/// <param name="Arm">The side that it is on; null without a canary.</param>
/// <param name="First">Those of its side; null is all.</param>
/// <param name="Then">Those of the other side, where they may serve when its own can't; else null.</param>
internal readonly record struct Sides(TrafficArm? Arm, bool[]? First, bool[]? Then)
{
    public bool Has(int index) => First is null || First[index] || Then?[index] == true;
}
