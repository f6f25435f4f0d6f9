using OneApi.Client.Channels;
using OneApi.Client.Gateway;

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
    public static Split? Of(Group group, string model, Channel[] channels)
    {
        var canary = Array.Find(group.Canaries, one => one.IsAbout(model) && Array.Exists(channels, channel => one.IsNew(channel.Name)));
        var shadow = Array.Find(group.Shadows, one => one.IsAbout(model) && Array.Exists(channels, channel => one.IsNew(channel.Name)));
        var isNew = Array.ConvertAll(channels, channel => canary?.IsNew(channel.Name) == true && shadow?.IsNew(channel.Name) != true);
        var isOld = Array.ConvertAll(channels, channel => canary?.IsNew(channel.Name) != true && shadow?.IsNew(channel.Name) != true);
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

    /// <summary>Whether a channel, by its index in the route, may serve anybody at this moment.</summary>
    public bool MayServe(int index)
    {
        if (Canary is null || Array.IndexOf(_old, true) < 0)
        {
            return _old[index] || _new[index];
        }

        return Canary.StepInForce switch
        {
            CanaryStep.NewOnly => _new[index],
            CanaryStep.NewFirst => _old[index] || _new[index],
            CanaryStep.Split => _old[index] || (_new[index] && Canary.Percent > 0),
            _ => _old[index],
        };
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
