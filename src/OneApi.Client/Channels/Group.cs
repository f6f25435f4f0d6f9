using System.Collections.Frozen;
using OneApi.Client.Traffic;

namespace OneApi.Client.Channels;

/// <summary>A group of a snapshot.</summary>
internal sealed class Group
{
    public const string DefaultName = "default";

    public required string Name { get; init; }

    /// <summary>Gets patterns of the models that it may use; empty means all.</summary>
    public string[] Models { get; init; } = [];

    public FrozenDictionary<string, string> ModelMap { get; init; } = FrozenDictionary<string, string>.Empty;

    public required IRoutingStrategy Strategy { get; init; }

    /// <summary>Gets whose calls prefer one channel.</summary>
    public Affinity Affinity { get; init; }

    public FrozenDictionary<string, string[]> Fallbacks { get; init; } = FrozenDictionary<string, string[]>.Empty;

    /// <summary>Gets fallbacks for one kind of failure, instead of the usual ones.</summary>
    public FrozenDictionary<OneApiErrorKind, FrozenDictionary<string, string[]>> FallbacksByKind { get; init; } = FrozenDictionary<OneApiErrorKind, FrozenDictionary<string, string[]>>.Empty;

    /// <summary>Gets a value indicating whether streams that break after text are gone on with elsewhere.</summary>
    public bool ContinuesAfterCut { get; init; }

    public bool FallsBackOnContentFilter { get; init; }

    /// <summary>Gets what callers are charged of a price, in parts per million.</summary>
    public long PriceRatioPpm { get; init; } = Pricing.CallCost.OneMillion;

    /// <summary>Gets the canaries, of which the first one that is about a model counts.</summary>
    public Canary[] Canaries { get; init; } = [];

    /// <summary>Gets whose channels get copies only, likewise.</summary>
    public Canary[] Shadows { get; init; } = [];

    /// <summary>Gets both.</summary>
    public Canary[] AllCanaries => [.. Canaries, .. Shadows];

    public RateLimits Limits { get; init; } = new();

    public bool Allows(string model) => Models.Length == 0 || ModelPattern.AnyMatches(Models, model);
}
