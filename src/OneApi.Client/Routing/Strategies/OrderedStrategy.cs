namespace OneApi.Client.Routing.Strategies;

/// <summary>The channel that stands first in the configuration is used while it works.</summary>
internal sealed class OrderedStrategy : IRoutingStrategy
{
    public string Name => RoutingStrategies.Ordered;

    public int Choose(RoutingChoice choice) => 0;
}
