using OneApi.Client.Gateway;
using OneApi.Client.Health;
using OneApi.Client.Traffic;

namespace OneApi.Client.Routing;

/// <summary>What a call has tried of one model's channels.</summary>
internal sealed class RouteTries
{
    private readonly Call _call;
    private readonly Sides _sides;
    private bool[] _tried = [];
    private int[] _unfit = [];

    public RouteTries(Call call, string model)
    {
        _call = call;
        Route = call.Snapshot.RouteOf(call.Group!, model, call.Kind);
        _sides = Split?.SidesOf(call) ?? default;
    }

    public Route Route { get; }

    /// <summary>Gets the sides of the model's channels, or null where they are not split.</summary>
    public Split? Split => _call.PinnedChannel is null ? Route.Split : null;

    /// <summary>Gets the side that the call is on; null without a canary.</summary>
    public TrafficArm? Arm => _sides.Arm;

    /// <summary>Gets a value indicating whether a channel that the call may use was not tried, however it is.</summary>
    public bool AnyUntried
    {
        get
        {
            for (var i = 0; i < Route.Candidates.Length; i++)
            {
                if (_sides.Has(i) && !IsTried(i))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gets a value indicating whether a channel that works was not tried.</summary>
    public bool AnyIsLeft => ChannelSelector.AnyIsLeft(Route, _tried, _sides.First) || (_sides.Then is not null && ChannelSelector.AnyIsLeft(Route, _tried, _sides.Then));

    /// <summary>Chooses on the call's side, and on the other one where that may serve when its own can't.</summary>
    public Choice Choose(ChannelSelector selector, AttemptReason reason)
    {
        var choice = selector.Choose(Route, _call, _tried, _sides.First, reason);
        if (choice.Index < 0 && _sides.Then is not null)
        {
            choice = selector.Choose(Route, _call, _tried, _sides.Then, reason);
        }

        if (choice.Index >= 0 && Split?.ArmOf(choice.Index) is { } arm)
        {
            choice = choice with { Decision = choice.Decision with { Arm = arm } };
        }

        return _unfit.Length == 0 ? choice : choice with { Decision = Explain(choice.Decision) };
    }

    /// <summary>Leaves out the channels that can't take over like this, until they are let in again.</summary>
    public void LeaveOut(Func<Candidate, bool> isUnfit)
    {
        _unfit = [.. Enumerable.Range(0, Route.Candidates.Length).Where(index => !IsTried(index) && isUnfit(Route.Candidates[index]))];
        Array.ForEach(_unfit, Mark);
    }

    public void LetIn()
    {
        Array.ForEach(_unfit, Unmark);
        _unfit = [];
    }

    public void Mark(int index)
    {
        if (_tried.Length == 0)
        {
            _tried = new bool[Route.Candidates.Length];
        }

        _tried[index] = true;
    }

    public void Unmark(int index) => _tried[index] = false;

    /// <summary>The channel and key that rest for the shortest time, or null when all were tried or are certain to refuse.</summary>
    public (int Index, CandidateKey Key)? LeastBad()
    {
        (int Index, CandidateKey Key)? best = null;
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < Route.Candidates.Length; i++)
        {
            var candidate = Route.Candidates[i];
            if (IsTried(i) || !_sides.Has(i) || candidate.Health.SwitchedOff is not null)
            {
                continue;
            }

            var connection = candidate.Health.Connection.Look();
            foreach (var key in candidate.Keys)
            {
                var standing = HealthStanding.Worse(key.Look(), connection);
                if (!standing.IsDead && (best is null || standing.Left < least))
                {
                    (best, least) = ((i, key), standing.Left);
                }
            }
        }

        return best;
    }

    /// <summary>Why the least bad one was taken.</summary>
    public RoutingDecision Explain(int index) => ChannelSelector.ExplainLeastBad(Route, _call, _tried, index);

    private bool IsTried(int index) => _tried.Length > 0 && _tried[index];

    /// <summary>What was left out was not tried.</summary>
    private RoutingDecision Explain(RoutingDecision decision) => decision with
    {
        Options = [.. decision.Options.Select(option =>
            Array.Exists(_unfit, index => Route.Candidates[index].Channel.Name == option.Channel) ? option with { Excluded = "no_prefill" } : option)],
    };
}
