namespace OneApi.Client.Routing.Strategies;

/// <summary>The channel that serves the fewest calls for its weight; by weight among equals.</summary>
internal sealed class LeastBusyStrategy : IRoutingStrategy
{
    public string Name => RoutingStrategies.LeastBusy;

    public int Choose(RoutingChoice choice)
    {
        var drawn = WeightedStrategy.Draw(choice, except: -1); // who wins a draw
        var best = drawn;
        var least = Measure(choice, drawn);
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

    private static double Measure(RoutingChoice choice, int index)
    {
        var candidate = choice[index];
        var weight = candidate.Weight;
        var measure = candidate.InFlight == 0 ? 0 : weight > 0 ? candidate.InFlight / weight : double.MaxValue;
        choice.Score(index, measure);
        return measure;
    }
}
