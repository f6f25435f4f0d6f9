namespace OneApi.Client.Routing.Strategies;

/// <summary>Channels share the calls by their weights.</summary>
internal sealed class WeightedStrategy : IRoutingStrategy
{
    public string Name => RoutingStrategies.Weighted;

    public int Choose(RoutingChoice choice) => Draw(choice, except: -1);

    /// <summary>Draws one by weight.</summary>
    /// <param name="choice">The channels.</param>
    /// <param name="except">One that is not drawn, or -1.</param>
    public static int Draw(RoutingChoice choice, int except)
    {
        var total = 0d;
        for (var i = 0; i < choice.Count; i++)
        {
            if (i != except)
            {
                var weight = choice[i].Weight;
                choice.Score(i, weight);
                total += weight;
            }
        }

        var at = choice.Next() * total;
        var last = -1;
        for (var i = 0; i < choice.Count; i++)
        {
            if (i == except)
            {
                continue;
            }

            last = i;
            if ((at -= choice[i].Weight) < 0)
            {
                return i;
            }
        }

        return last;
    }
}
