namespace OneApi.Client.Routing.Strategies;

/// <summary>Channels take turns.</summary>
internal sealed class RoundRobinStrategy : IRoutingStrategy
{
    public string Name => RoutingStrategies.RoundRobin;

    public int Choose(RoutingChoice choice) => (int)((uint)choice.Turn() % (uint)choice.Count);
}
