using OneApi.Client.Gateway;
using OneApi.Client.Health;

namespace OneApi.Client.Routing;

/// <summary>Chooses among the channels of the highest priority that has some which work, were not tried and are on the call's side of a split.</summary>
internal sealed class ChannelSelector(RandomSource random)
{
    private const int OnStack = 32;

    /// <summary>The index of the choice, or -1 when there is none.</summary>
    /// <param name="route">The channels.</param>
    /// <param name="call">The call.</param>
    /// <param name="tried">Which channels were tried, by index; empty means none.</param>
    /// <param name="side">The side of a split that the choice is bound to, or null.</param>
    /// <param name="reason">What the attempt is for.</param>
    public Choice Choose(Route route, Call call, ReadOnlySpan<bool> tried, bool[]? side, AttemptReason reason)
    {
        var candidates = route.Candidates;
        var isFirst = tried.IsEmpty;
        if (candidates.Length == 1 && isFirst && side is null && reason is AttemptReason.First && candidates[0].MayEnter)
        {
            return new(0, route.OnlyChoice);
        }

        var eligible = candidates.Length <= OnStack ? stackalloc int[candidates.Length] : new int[candidates.Length];
        var scores = candidates.Length <= OnStack ? stackalloc double[candidates.Length] : new double[candidates.Length];
        scores.Fill(double.NaN);
        var count = FindEligible(candidates, tried, side, eligible);
        if (count == 0)
        {
            return new(-1, Explain(route, call, tried, side, reason, [], [], -1));
        }

        eligible = eligible[..count];
        scores = scores[..count];
        var at = count == 1 ? 0 : Pick(route, call, eligible, scores, isFirst);
        var index = eligible[at];
        return new(index, Explain(route, call, tried, side, reason, eligible, scores, index));
    }

    /// <summary>Says whether there is something to choose.</summary>
    public static bool AnyIsLeft(Route route, ReadOnlySpan<bool> tried, bool[]? side)
    {
        for (var i = 0; i < route.Candidates.Length; i++)
        {
            if (!IsOut(tried, side, i) && route.Candidates[i].MayEnter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Everything rests: why the one was taken all the same.</summary>
    public static RoutingDecision ExplainLeastBad(Route route, Call call, ReadOnlySpan<bool> tried, int chosen) =>
        Explain(route, call, tried, side: null, AttemptReason.LeastBad, [], [], chosen);

    private static int FindEligible(Candidate[] candidates, ReadOnlySpan<bool> tried, bool[]? side, Span<int> eligible)
    {
        var count = 0;
        var weighted = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (count > 0 && candidates[i].Channel.Priority != candidates[eligible[0]].Channel.Priority)
            {
                break;
            }

            if (!IsOut(tried, side, i) && candidates[i].MayEnter)
            {
                eligible[count++] = i;
                weighted += candidates[i].Channel.Weight > 0 ? 1 : 0;
            }
        }

        return weighted == count ? count : weighted == 0 ? Math.Min(count, 1) : KeepWeighted(candidates, eligible[..count]);
    }

    /// <summary>Channels of weight 0 have their turn only when nothing else is left in the tier.</summary>
    private static int KeepWeighted(Candidate[] candidates, Span<int> eligible)
    {
        var kept = 0;
        foreach (var index in eligible)
        {
            if (candidates[index].Channel.Weight > 0)
            {
                eligible[kept++] = index;
            }
        }

        return kept;
    }

    private int Pick(Route route, Call call, ReadOnlySpan<int> eligible, Span<double> scores, bool isFirst)
    {
        if (call.Group!.Affinity is not Affinity.None && Stickiness.SubjectOf(call) is { } subject)
        {
            return Stickiness.Pick(route.Candidates, eligible, subject);
        }

        var chosen = call.Group.Strategy.Choose(new RoutingChoice(route, eligible, scores, call, random, isFirst));
        return (uint)chosen < (uint)eligible.Length ? chosen : 0;
    }

    private static bool IsOut(ReadOnlySpan<bool> tried, bool[]? side, int index) => IsTried(tried, index) || (side is not null && !side[index]);

    private static bool IsTried(ReadOnlySpan<bool> tried, int index) => index < tried.Length && tried[index];

    private static RoutingDecision Explain(Route route, Call call, ReadOnlySpan<bool> tried, bool[]? side, AttemptReason reason, ReadOnlySpan<int> eligible, ReadOnlySpan<double> scores, int chosen)
    {
        var candidates = route.Candidates;
        var options = new RoutingOption[candidates.Length + route.Disabled.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            var at = eligible.IndexOf(i);
            var score = at < 0 || double.IsNaN(scores[at]) ? (double?)null : scores[at];
            options[i] = new(candidates[i].Channel.Name, candidates[i].Channel.Priority, at < 0 ? WhyOut(candidates, tried, side, i, chosen) : null, score);
        }

        for (var i = 0; i < route.Disabled.Length; i++)
        {
            options[candidates.Length + i] = new(route.Disabled[i].Name, route.Disabled[i].Priority, "disabled", null);
        }

        return new()
        {
            Reason = reason,
            Model = route.Model,
            Strategy = eligible.Length > 1 ? call.Group!.Strategy.Name : null,
            Channel = chosen < 0 ? null : candidates[chosen].Channel.Name,
            Options = options,
        };
    }

    private static string WhyOut(Candidate[] candidates, ReadOnlySpan<bool> tried, bool[]? side, int index, int chosen)
    {
        if (IsTried(tried, index))
        {
            return "tried";
        }

        var standing = candidates[index].Look();
        if (!standing.IsReady)
        {
            return HealthReasons.TextOf(standing.Reason);
        }

        return side is not null && !side[index]
            ? "arm"
            : chosen >= 0 && candidates[index].Channel.Priority != candidates[chosen].Channel.Priority ? "priority" : "weight";
    }
}
