namespace OneApi.Client;

/// <summary>The names of the routing strategies.</summary>
public static class RoutingStrategies
{
    /// <summary>Channels share the calls by their weights.</summary>
    public const string Weighted = "Weighted";

    /// <summary>Channels take turns.</summary>
    public const string RoundRobin = "RoundRobin";

    /// <summary>The channel that stands first in the configuration is used while it works.</summary>
    public const string Ordered = "Ordered";

    internal static readonly string[] All = [Weighted, RoundRobin, Ordered];
}
