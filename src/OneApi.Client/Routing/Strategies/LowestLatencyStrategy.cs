namespace OneApi.Client.Routing.Strategies;

/// <summary>
/// Two channels are drawn by weight, and the one that is expected to answer first is used: its decayed time to the first content, times the
/// calls that it serves already. A share of the calls goes by weight alone, so that a slow channel is measured again.
/// </summary>
internal sealed class LowestLatencyStrategy : IRoutingStrategy
{
    /// <summary>The share of calls that go by weight alone.</summary>
    public const double Exploration = 0.05;

    public string Name => RoutingStrategies.LowestLatency;

    public int Choose(RoutingChoice choice)
    {
        var one = WeightedStrategy.Draw(choice, except: -1);
        if (choice.Next() < Exploration)
        {
            return one;
        }

        var other = WeightedStrategy.Draw(choice, except: one);
        return Measure(choice, other) < Measure(choice, one) ? other : one;
    }

    /// <summary>A channel that was never measured is tried first.</summary>
    private static double Measure(RoutingChoice choice, int index)
    {
        var candidate = choice[index];
        var measure = (candidate.ExpectedTime?.TotalMilliseconds ?? 0) * (candidate.InFlight + 1);
        choice.Score(index, measure);
        return measure;
    }
}
