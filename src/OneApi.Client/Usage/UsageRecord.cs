using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>What one call used: exactly one for each call, however it ended.</summary>
public sealed record UsageRecord
{
    /// <summary>The label that the records of copies have: <see cref="IsShadow"/>.</summary>
    public const string ShadowLabel = "shadow";

    /// <summary>Gets the call's id; ids sort by time.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Gets the operation in OpenTelemetry's words: <c>chat</c>, <c>embeddings</c>, or <c>generate_content</c> for images; for relayed calls one of <see cref="RelayOperations"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets a value indicating whether the answer was streamed.</summary>
    public required bool Streaming { get; init; }

    /// <summary>Gets when the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long the call took in all.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the time from the start of the call to the first content of a stream, or <see langword="null"/> when there was none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Gets the group in whose name the call was made.</summary>
    public required string Group { get; init; }

    /// <summary>Gets the id of the access token that the call was made with, or <see langword="null"/> for the host's own calls.</summary>
    public string? TokenId { get; init; }

    /// <summary>Gets the customer: the owner of that token, or <see langword="null"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the end user that the caller named, or <see langword="null"/>.</summary>
    public string? EndUser { get; init; }

    /// <summary>Gets the labels of the token and those that the caller gave; the token's win.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>Gets the public model name that was asked for; empty when the call named none and was refused for it.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Gets the public model name that served the call, or <see langword="null"/> when none did.</summary>
    public string? ServedModel { get; init; }

    /// <summary>Gets the channel that served the call, or the last one that failed; <see langword="null"/> when none was tried.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets that channel's provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets how the call ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>Gets the kind of the error that ended it, or <see langword="null"/>.</summary>
    public OneApiErrorKind? ErrorKind { get; init; }

    /// <summary>Gets the tokens that the provider reported, or that were estimated where <see cref="IsEstimated"/> says so; <see langword="null"/> when nothing was delivered.</summary>
    /// <remarks>A call for images counts them in <see cref="UsageDetails.AdditionalCounts"/> as <c>images</c>.</remarks>
    public UsageDetails? Usage { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Usage"/> was estimated, in whole or in part: the provider reported none, or several of them made the answer.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets what the caller is charged, in micro-dollars: the price of the model that served, times the group's ratio. Zero when nothing was delivered.</summary>
    /// <value><see langword="null"/> when the model has no known price.</value>
    public long? ChargeMicros { get; init; }

    /// <summary>Gets the same charge in the currency that the price is stated in; <see langword="null"/> when that is the dollar, or there is no price.</summary>
    public CurrencyAmount? ChargedAs { get; init; }

    /// <summary>Gets what was set aside for the call, in micro-dollars; <see langword="null"/> when nothing had to be.</summary>
    /// <remarks>A charge above it is an overrun.</remarks>
    public long? ReservedMicros { get; init; }

    /// <summary>Gets the keys of the accounts that <see cref="ChargeMicros"/> is charged to; empty for calls without a quota.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Gets a value indicating whether the call was charged after its hold had ended. Known only where the quota store is also the ledger.</summary>
    public bool IsLate { get; init; }

    /// <summary>Gets what the attempts cost at the providers, in micro-dollars; <see langword="null"/> when the price of one that cost something is not known.</summary>
    public long? ProviderCostMicros { get; init; }

    /// <summary>Gets why the attempts went where they went, in order; same-channel retries have no decision of their own.</summary>
    public IReadOnlyList<RoutingDecision> Decisions { get; init; } = [];

    /// <summary>Gets how a stream that broke after content was rescued: <see cref="AttemptReason.Splice"/> or <see cref="AttemptReason.Continue"/>; <see langword="null"/> for most.</summary>
    public AttemptReason? Rescue { get; init; }

    /// <summary>Gets the side of its canary that the call was given to; <see langword="null"/> without a canary. The other side may have served it.</summary>
    public TrafficArm? Arm { get; init; }

    /// <summary>Gets a value indicating whether it is the copy of a call, made to compare channels. Nobody is charged for it; its record has the label <see cref="ShadowLabel"/> with the name of the canary or shadow.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Gets all attempts, in order.</summary>
    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }
}
