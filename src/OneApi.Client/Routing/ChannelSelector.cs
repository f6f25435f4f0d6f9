namespace OneApi.Client.Routing;

/// <summary>Chooses among the untried channels of the highest priority that still has some.</summary>
internal sealed class ChannelSelector(RandomSource random)
{
    /// <summary>The index of the choice, or -1 when all were tried.</summary>
    /// <param name="route">The channels.</param>
    /// <param name="strategy">How to choose inside a tier.</param>
    /// <param name="tried">Which channels were tried, by index; empty means none.</param>
    public int Choose(Route route, string strategy, ReadOnlySpan<bool> tried)
    {
        var candidates = route.Candidates;
        var first = FirstUntried(candidates, tried);
        if (first < 0 || candidates.Length == 1)
        {
            return first;
        }

        var end = first + 1;
        while (end < candidates.Length && candidates[end].Channel.Priority == candidates[first].Channel.Priority)
        {
            end++;
        }

        return strategy switch
        {
            RoutingStrategies.Ordered => FirstWithWeight(candidates, tried, first, end),
            RoutingStrategies.RoundRobin => InTurn(route, tried, first, end),
            _ => ByWeight(candidates, tried, first, end),
        };
    }

    private int ByWeight(Candidate[] candidates, ReadOnlySpan<bool> tried, int first, int end)
    {
        long total = 0;
        for (var i = first; i < end; i++)
        {
            total += IsTried(tried, i) ? 0 : candidates[i].Channel.Weight;
        }

        if (total == 0)
        {
            return first; // only channels of weight 0 are left in the tier: now it is their turn
        }

        var at = (long)(random.Next() * total);
        for (var i = first; i < end; i++)
        {
            if (!IsTried(tried, i) && (at -= candidates[i].Channel.Weight) < 0)
            {
                return i;
            }
        }

        return first;
    }

    private static int InTurn(Route route, ReadOnlySpan<bool> tried, int first, int end)
    {
        var candidates = route.Candidates;
        var count = 0;
        for (var i = first; i < end; i++)
        {
            count += IsEligible(candidates, tried, i) ? 1 : 0;
        }

        if (count == 0)
        {
            return first;
        }

        var turn = (int)((uint)route.NextTurn(isFirst: tried.IsEmpty) % (uint)count);
        for (var i = first; i < end; i++)
        {
            if (IsEligible(candidates, tried, i) && turn-- == 0)
            {
                return i;
            }
        }

        return first;
    }

    private static int FirstWithWeight(Candidate[] candidates, ReadOnlySpan<bool> tried, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (IsEligible(candidates, tried, i))
            {
                return i;
            }
        }

        return first;
    }

    private static int FirstUntried(Candidate[] candidates, ReadOnlySpan<bool> tried)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!IsTried(tried, i))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsEligible(Candidate[] candidates, ReadOnlySpan<bool> tried, int index) => !IsTried(tried, index) && candidates[index].Channel.Weight > 0;

    private static bool IsTried(ReadOnlySpan<bool> tried, int index) => index < tried.Length && tried[index];
}
