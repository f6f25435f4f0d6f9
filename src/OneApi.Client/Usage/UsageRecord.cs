using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>What one call used: exactly one for each call, however it ended.</summary>
public sealed record UsageRecord
{
    /// <summary>Gets the call's id; ids sort by time.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Gets the operation in OpenTelemetry's words: <c>chat</c>, <c>embeddings</c>, or <c>generate_content</c> for images.</summary>
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

    /// <summary>Gets the end user that the caller named, or <see langword="null"/>.</summary>
    public string? EndUser { get; init; }

    /// <summary>Gets the labels that the caller gave.</summary>
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

    /// <summary>Gets the tokens that the provider reported, or <see langword="null"/> when it reported none. A call for images counts them in <see cref="UsageDetails.AdditionalCounts"/> as <c>images</c>.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>Gets all attempts, in order.</summary>
    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }
}
