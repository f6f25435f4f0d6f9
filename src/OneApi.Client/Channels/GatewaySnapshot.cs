using System.Collections.Concurrent;
using System.Collections.Frozen;
using OneApi.Client.Pricing;
using OneApi.Client.Routing;

namespace OneApi.Client.Channels;

/// <summary>Everything that configuration says, ready for calls. Immutable, and swapped as a whole; a call keeps the one it began with.</summary>
internal sealed class GatewaySnapshot
{
    private const int MaxKnownRoutes = 4096;
    private readonly ConcurrentDictionary<(string Group, string Model, CallKind Kind), Route> _routes = new();

    public required Channel[] Channels { get; init; }

    public required FrozenDictionary<string, Channel> ByName { get; init; }

    public required FrozenDictionary<string, Group> Groups { get; init; }

    public required FrozenDictionary<string, string> ModelMap { get; init; }

    public required string? DefaultModel { get; init; }

    public required FrozenSet<string> ForwardHeaders { get; init; }

    public required int MaxAttempts { get; init; }

    public required int SameChannelRetries { get; init; }

    public required double RetryBudget { get; init; }

    public required TimeSpan? RaceFirstTokenAfter { get; init; }

    public required TimeSpan? RaceWholeAfter { get; init; }

    public required bool Splices { get; init; }

    public required bool Strict { get; init; }

    /// <summary>Gets the longest time that any channel gives a whole answer.</summary>
    public required TimeSpan LongestTotal { get; init; }

    public required SnapshotPrices Prices { get; init; }

    /// <summary>The channels of a model for a group, in order. Worked out once for each pair.</summary>
    public Route RouteOf(Group group, string model, CallKind kind)
    {
        var key = (group.Name, model, kind);
        if (_routes.TryGetValue(key, out var known))
        {
            return known;
        }

        var route = Route.Make(this, group, model, kind);
        if (_routes.Count >= MaxKnownRoutes)
        {
            _routes.Clear(); // names come from callers, so the number of answers kept is bounded
        }

        return _routes.GetOrAdd(key, route);
    }

    /// <summary>What callers are charged for a model, before the group's ratio; null when nobody knows.</summary>
    public Price? PriceOf(Group group, string model, CallKind kind, string? pinnedChannel = null) =>
        RouteOf(group, model, kind).Price
        ?? (pinnedChannel is not null && ByName.TryGetValue(pinnedChannel, out var channel) ? Prices.PriceOf(model, [(channel.Provider, WireModel(channel, group, model))]) : null);

    /// <summary>The name that goes over the wire: the narrowest map that knows the model wins, and maps are never chained.</summary>
    public string WireModel(Channel channel, Group group, string model) =>
        channel.ModelMap.GetValueOrDefault(model) ?? group.ModelMap.GetValueOrDefault(model) ?? ModelMap.GetValueOrDefault(model) ?? model;
}
