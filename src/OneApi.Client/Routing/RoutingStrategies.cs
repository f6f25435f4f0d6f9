namespace OneApi.Client;

/// <summary>The names of the built-in routing strategies.</summary>
public static class RoutingStrategies
{
    /// <summary>Channels share the calls by their weights.</summary>
    public const string Weighted = "Weighted";

    /// <summary>Channels take turns.</summary>
    public const string RoundRobin = "RoundRobin";

    /// <summary>The faster of two channels that are drawn by weight, by their time to the first content lately and the calls that they serve.</summary>
    public const string LowestLatency = "LowestLatency";

    /// <summary>The channel that serves the fewest calls for its weight.</summary>
    public const string LeastBusy = "LeastBusy";

    /// <summary>The channel where the call costs least at the provider.</summary>
    public const string Cheapest = "Cheapest";

    /// <summary>The channel that stands first in the configuration is used while it works.</summary>
    public const string Ordered = "Ordered";
}
