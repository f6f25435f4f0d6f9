using System.Collections.Frozen;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client.Traffic;

/// <summary>A canary or shadow of a snapshot, with the state that outlives it.</summary>
internal sealed class Canary
{
    public required string Name { get; init; }

    /// <summary>Gets patterns of the models that it is about; empty means all.</summary>
    public required string[] Models { get; init; }

    public required string[] Channels { get; init; }

    public required FrozenSet<string> ChannelSet { get; init; }

    public required CanaryStep Step { get; init; }

    public required double Percent { get; init; }

    public CanarySubject StickyBy { get; init; }

    public required string Salt { get; init; }

    public CanaryGuards? Guards { get; init; }

    /// <summary>Gets what copies may cost in a day, in micro-dollars; null is no limit.</summary>
    public long? ShadowLimitMicros { get; init; }

    public required CanaryState State { get; init; }

    /// <summary>Gets the step in force: a guard or a person may have gone back.</summary>
    public CanaryStep StepInForce => State.Returned is null ? Step : CanaryStep.OldOnly;

    public bool IsAbout(string model) => Models.Length == 0 || ModelPattern.AnyMatches(Models, model);

    public bool IsNew(string channel) => ChannelSet.Contains(channel);

    public bool IsOld(string channel) => !ChannelSet.Contains(channel);

    /// <summary>The side that a call is on.</summary>
    public TrafficArm ArmOf(Call call) => StepInForce switch
    {
        CanaryStep.NewFirst or CanaryStep.NewOnly => TrafficArm.New,
        CanaryStep.Split => IsChosen(SubjectOf(call)) ? TrafficArm.New : TrafficArm.Old,
        _ => TrafficArm.Old,
    };

    /// <summary>Whether a subject is among the share. Each has a fixed place between 0 and 100, so that a larger share has all of a smaller one.</summary>
    public bool IsChosen(string subject) => StableHash.FractionOf(Salt, subject) * 100 < Percent;

    private string SubjectOf(Call call)
    {
        var user = call.Caller.EndUser;
        var token = call.Token?.Token.Id;
        var subject = StickyBy switch
        {
            CanarySubject.Token => token,
            CanarySubject.Conversation => call.ConversationId ?? user ?? token,
            _ => user ?? call.ConversationId ?? token,
        };
        return subject ?? call.Id.ToString("N");
    }
}
