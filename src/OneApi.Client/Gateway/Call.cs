using OneApi.Client.Admission;
using OneApi.Client.Channels;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;
using OneApi.Client.Traffic;

namespace OneApi.Client.Gateway;

/// <summary>One call on its way through the gateway. Used by one flow at a time.</summary>
internal abstract class Call
{
    private Guid _id;
    private long _inputTokens = -1;

    /// <summary>Gets the id of the call, of its reservation and of its usage record; ids sort by time.</summary>
    public Guid Id => _id == default ? _id = Guid.CreateVersion7(StartedAt) : _id;

    /// <summary>Gets the configuration that the call began with and keeps.</summary>
    public required GatewaySnapshot Snapshot { get; init; }

    public required CallKind Kind { get; init; }

    public required bool Streaming { get; init; }

    /// <summary>Gets the public model name that was asked for; empty when the call names none and there is no default, which refuses it.</summary>
    public required string Model { get; init; }

    public required Caller Caller { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long StartTimestamp { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Gets the channel that the call is pinned to (a keyed client), or null.</summary>
    public string? PinnedChannel { get; init; }

    /// <summary>Gets the models to try after the asked one, or null for the group's own.</summary>
    public IList<string>? Fallbacks { get; init; }

    /// <summary>Gets the name of the shadow whose channels get it, if it is the copy of a call; else null. Nobody waits for a copy, and nobody is charged.</summary>
    public string? ShadowOf { get; init; }

    public bool IsShadow => ShadowOf is not null;

    /// <summary>Gets or sets the sides of the asked model's channels, or null where it is not split.</summary>
    public Split? Split { get; set; }

    /// <summary>Gets or sets the side of its canary that the call is on; null without a canary.</summary>
    public TrafficArm? Arm { get; set; }

    /// <summary>Gets or sets its usage record, once it was settled.</summary>
    public UsageRecord? Record { get; set; }

    /// <summary>Gets a value indicating whether the caller's own client says that it repeats a call (<c>x-stainless-retry-count</c>).</summary>
    public virtual bool IsRetryOfCaller => false;

    /// <summary>Gets what names the conversation that the call is part of, or null.</summary>
    public virtual string? ConversationId => null;

    /// <summary>Gets the explanations of where attempts went, in order.</summary>
    public IReadOnlyList<RoutingDecision> Decisions { get; private set; } = [];

    /// <summary>Gets or sets how long all attempts together may take, from the start of the call.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Gets or sets which attempt follows which, once the call was admitted.</summary>
    public AttemptPlan? Plan { get; set; }

    /// <summary>Gets or sets how a stream that broke after content was rescued, or null.</summary>
    public AttemptReason? Rescue { get; set; }

    /// <summary>Gets or sets the group, once the call was admitted.</summary>
    public Group? Group { get; set; }

    /// <summary>Gets or sets the access token that the call is made with, once it was admitted; null for the host's own calls.</summary>
    public AuthenticatedToken? Token { get; set; }

    /// <summary>Gets or sets what was set aside for it, or null when nothing had to be.</summary>
    public Reservation? Reservation { get; set; }

    /// <summary>Gets or sets what it takes of the caller's rate limits, or null when there are none.</summary>
    public RateLimitPermit? Permit { get; set; }

    /// <summary>Gets or sets how the caller's requests of a minute stand, where they are limited.</summary>
    public RateLimitStanding? RequestStanding { get; set; }

    /// <summary>Gets or sets how the caller's tokens of a minute stand, where they are limited.</summary>
    public RateLimitStanding? TokenStanding { get; set; }

    /// <summary>Gets the tokens of the input, counted when first asked for.</summary>
    public long InputTokens => _inputTokens >= 0 ? _inputTokens : _inputTokens = CountInput();

    /// <summary>Gets the most tokens of output that the caller wants, or null when it names no number.</summary>
    public virtual long? MaxOutputTokens => null;

    /// <summary>Gets how many images the caller wants.</summary>
    public virtual int WantedImages => 0;

    /// <summary>Gets the attempts that have ended, in order.</summary>
    public List<AttemptRecord> Attempts { get; } = new(1);

    /// <summary>Gets or sets the attempt that serves the call, or the last one that failed.</summary>
    public Attempt? LastAttempt { get; set; }

    /// <summary>Gets or sets the attempt whose stream broke after content, or null.</summary>
    public Attempt? BrokenAttempt { get; set; }

    /// <summary>Gets or sets the call's span, when somebody listens.</summary>
    public System.Diagnostics.Activity? Activity { get; set; }

    /// <summary>Gets a value indicating whether the caller asked the model to think, so that its first token takes longer.</summary>
    public virtual bool Reasons => false;

    /// <summary>Says whether the caller may use a model: a fallback must be allowed like the model that was asked for.</summary>
    public bool MayUse(string model) =>
        Group!.Allows(model) && (Token is null || Token.Token.Models.Count == 0 || ModelPattern.AnyMatches(Token.Token.Models, model));

    /// <summary>Notes why an attempt goes where it goes.</summary>
    public void Note(Route route, RoutingDecision decision)
    {
        if (Activity is not null)
        {
            Telemetry.DecisionEvents.Add(Activity, decision);
        }

        if (Decisions.Count == 0 && ReferenceEquals(decision, route.OnlyChoice))
        {
            Decisions = route.OnlyDecisions;
            return;
        }

        Decisions = [.. Decisions, decision];
    }

    protected abstract long CountInput();
}
