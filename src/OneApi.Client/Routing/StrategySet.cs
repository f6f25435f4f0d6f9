using System.Collections.Frozen;
using OneApi.Client.Routing.Strategies;

namespace OneApi.Client.Routing;

/// <summary>The strategies by name: the built-in ones, and those of the host, which may take a built-in one's name.</summary>
internal sealed class StrategySet
{
    private readonly FrozenDictionary<string, IRoutingStrategy> _byName;
    private readonly string[] _names;

    public StrategySet(IEnumerable<IRoutingStrategy> own)
    {
        var all = new Dictionary<string, IRoutingStrategy>(StringComparer.OrdinalIgnoreCase);
        foreach (var strategy in (IEnumerable<IRoutingStrategy>)[new WeightedStrategy(), new RoundRobinStrategy(), new LowestLatencyStrategy(), new LeastBusyStrategy(), new CheapestStrategy(), new OrderedStrategy(), .. own])
        {
            all[strategy.Name] = strategy;
        }

        _names = [.. all.Keys];
        _byName = all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<string> Names => _names;

    public IRoutingStrategy? Find(string name) => _byName.GetValueOrDefault(name);
}
