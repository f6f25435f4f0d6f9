namespace OneApi.Client.Routing.Strategies;

/// <summary>The channel where the call costs least at the provider; by weight among equals. What has no known price comes last.</summary>
internal sealed class CheapestStrategy : IRoutingStrategy
{
    public string Name => RoutingStrategies.Cheapest;

    public int Choose(RoutingChoice choice)
    {
        var best = WeightedStrategy.Draw(choice, except: -1); // who wins a draw
        var least = Measure(choice, best);
        for (var i = 0; i < choice.Count; i++)
        {
            var measure = Measure(choice, i);
            if (measure < least)
            {
                (best, least) = (i, measure);
            }
        }

        return best;
    }

    private static long Measure(RoutingChoice choice, int index)
    {
        var cost = choice[index].ExpectedCostMicros ?? long.MaxValue;
        choice.Score(index, cost);
        return cost;
    }
}
