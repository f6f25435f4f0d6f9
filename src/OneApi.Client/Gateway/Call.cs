using OneApi.Client.Channels;
using OneApi.Client.Routing;

namespace OneApi.Client.Gateway;

/// <summary>One call on its way through the gateway. Used by one flow at a time.</summary>
internal abstract class Call
{
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

    /// <summary>Gets or sets the group, once the call was admitted.</summary>
    public Group? Group { get; set; }

    /// <summary>Gets the attempts that have ended, in order.</summary>
    public List<AttemptRecord> Attempts { get; } = new(1);

    /// <summary>Gets or sets the attempt that serves the call, or the last one that failed.</summary>
    public Attempt? LastAttempt { get; set; }

    /// <summary>Gets or sets the call's span, when somebody listens.</summary>
    public System.Diagnostics.Activity? Activity { get; set; }

    /// <summary>Gets a value indicating whether the caller asked the model to think, so that its first token takes longer.</summary>
    public virtual bool Reasons => false;
}
