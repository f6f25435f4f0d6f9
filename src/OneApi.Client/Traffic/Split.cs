using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client.Traffic;

/// <summary>The sides of a model's channels in a group: those of its canary, and those that serve nobody because they get copies only.</summary>
internal sealed class Split
{
    private readonly bool[] _old;
    private readonly bool[] _new;

    private Split(Canary? canary, Canary? shadow, bool[] old, bool[] @new)
    {
        Canary = canary;
        Shadow = shadow;
        _old = old;
        _new = @new;
    }

    public Canary? Canary { get; }

    /// <summary>Gets whose channels get copies, or null.</summary>
    public Canary? Shadow { get; }

    /// <summary>The split of a route, or null where no canary and no shadow is about it.</summary>
    public static Split? Of(Canary[] canaries, Canary[] shadows, string model, Candidate[] candidates)
    {
        var canary = Array.Find(canaries, one => one.IsAbout(model) && Array.Exists(candidates, candidate => one.IsNew(candidate.Channel.Name)));
        var shadow = Array.Find(shadows, one => one.IsAbout(model) && Array.Exists(candidates, candidate => one.IsNew(candidate.Channel.Name)));
        var isNew = Array.ConvertAll(candidates, candidate => canary?.IsNew(candidate.Channel.Name) == true && shadow?.IsNew(candidate.Channel.Name) != true);
        var isOld = Array.ConvertAll(candidates, candidate => canary?.IsNew(candidate.Channel.Name) != true && shadow?.IsNew(candidate.Channel.Name) != true);
        return canary is null && shadow is null ? null : new(canary, shadow ?? (canary?.Step is CanaryStep.Shadow ? canary : null), isOld, isNew);
    }

    /// <summary>Which channels a call may use, and which ones after them.</summary>
    public Sides SidesOf(Call call)
    {
        if (Canary is null)
        {
            return new(null, _old, null);
        }

        if (Array.IndexOf(_old, true) < 0)
        {
            return new(TrafficArm.New, _new, null); // what only the new channels have is nobody's to move
        }

        if (Canary.ArmOf(call) is TrafficArm.Old)
        {
            return new(TrafficArm.Old, _old, null);
        }

        return new(TrafficArm.New, _new, Canary.StepInForce is CanaryStep.NewOnly ? null : _old);
    }

    /// <summary>The side of a channel, by its index in the route.</summary>
    public TrafficArm? ArmOf(int index) => Canary is null ? null : _new[index] ? TrafficArm.New : TrafficArm.Old;

    /// <summary>Notes what a call says of the side that it was given to, and of the side that copies are compared with.</summary>
    public void Note(TrafficArm? arm, UsageRecord record)
    {
        if (Canary is { } canary && arm is { } side && ArmSample.Of(record, side is TrafficArm.New ? canary.IsNew : canary.IsOld) is { } sample)
        {
            canary.State.Note(side, sample, canary.Step is CanaryStep.Split or CanaryStep.NewFirst ? canary.Guards : null);
        }

        if (Shadow is { } shadow && !ReferenceEquals(shadow, Canary) && ArmSample.Of(record, shadow.IsOld) is { } beside)
        {
            shadow.State.Note(TrafficArm.Old, beside, guards: null);
        }
    }
}
