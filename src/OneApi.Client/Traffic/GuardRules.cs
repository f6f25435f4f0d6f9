using System.Globalization;

namespace OneApi.Client.Traffic;

/// <summary>Whether the new side of a canary is worse than it may be, as far as the calls so far can tell.</summary>
internal static class GuardRules
{
    private const double SlowShare = 0.05;
    private const int CostFactor = 5;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? FindingOf(CanaryGuards guards, ArmTally old, ArmTally @new)
    {
        if (@new.Calls < guards.MinCalls)
        {
            return null;
        }

        return Worse("errors", @new.Errors, @new.Calls, old.Errors, old.Calls, guards.ErrorMargin)
            ?? Worse("empty answers", @new.Empties, @new.Calls, old.Empties, old.Calls, guards.EmptyMargin)
            ?? Slower(guards, old, @new)
            ?? Dearer(guards, old, @new);
    }

    private static string? Worse(string what, long hits, long calls, long oldHits, long oldCalls, double? margin)
    {
        var oldShare = oldCalls == 0 ? 0 : oldHits / (double)oldCalls;
        return margin is { } allowed && ShareRange.Of(hits, calls, ShareRange.Acted).Low > oldShare + allowed
            ? string.Create(CultureInfo.InvariantCulture, $"{what}: {hits} of {calls} calls, on the old side {oldHits} of {oldCalls}")
            : null;
    }

    /// <summary>More than a twentieth is slower than the old side's slowest twentieth, times what is allowed.</summary>
    private static string? Slower(CanaryGuards guards, ArmTally old, ArmTally @new)
    {
        if (guards.FirstTokenRatio is not { } ratio || @new.FirstTokens.Count < guards.MinCalls || old.FirstTokens.Count < guards.MinCalls)
        {
            return null;
        }

        var limit = old.FirstTokens.Quantile(1 - SlowShare)!.Value * ratio;
        var slow = @new.FirstTokens.CountAbove(limit);
        return ShareRange.Of(slow, @new.FirstTokens.Count, ShareRange.Acted).Low > SlowShare
            ? string.Create(CultureInfo.InvariantCulture, $"first token: 95 % within {@new.FirstTokens.Quantile(1 - SlowShare)!.Value.TotalSeconds:0.00} s, on the old side within {old.FirstTokens.Quantile(1 - SlowShare)!.Value.TotalSeconds:0.00} s")
            : null;
    }

    /// <summary>The two averages, compared without dividing.</summary>
    private static string? Dearer(CanaryGuards guards, ArmTally old, ArmTally @new)
    {
        var least = (long)guards.MinCalls * CostFactor;
        if (guards.CostRatio is not { } ratio || @new.CostedCalls < least || old.CostedCalls < least || old.CostMicros == 0)
        {
            return null;
        }

        return (double)(@new.CostMicros * old.CostedCalls) > ratio * (double)(old.CostMicros * @new.CostedCalls)
            ? string.Create(CultureInfo.InvariantCulture, $"cost: {@new.CostMicros / @new.CostedCalls} micro-dollars a call, on the old side {old.CostMicros / old.CostedCalls}")
            : null;
    }
}
