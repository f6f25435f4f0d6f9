using System.Collections.Frozen;

namespace OneApi.Client.Channels;

/// <summary>A group of a snapshot.</summary>
internal sealed class Group
{
    public const string DefaultName = "default";

    public required string Name { get; init; }

    /// <summary>Gets patterns of the models that it may use; empty means all.</summary>
    public string[] Models { get; init; } = [];

    public FrozenDictionary<string, string> ModelMap { get; init; } = FrozenDictionary<string, string>.Empty;

    public string Strategy { get; init; } = RoutingStrategies.Weighted;

    public FrozenDictionary<string, string[]> Fallbacks { get; init; } = FrozenDictionary<string, string[]>.Empty;

    public bool FallsBackOnContentFilter { get; init; }

    /// <summary>Gets what callers are charged of a price, in parts per million.</summary>
    public long PriceRatioPpm { get; init; } = Pricing.CallCost.OneMillion;

    public RateLimits Limits { get; init; } = new();

    public bool Allows(string model) => Models.Length == 0 || ModelPattern.AnyMatches(Models, model);
}
