using System.Net;
using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>One try of a call on one channel.</summary>
public sealed record AttemptRecord
{
    /// <summary>Gets the channel's name.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets the channel's 1-based position in the configuration.</summary>
    public required int ChannelNumber { get; init; }

    /// <summary>Gets the provider's id.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the public name of the model that the attempt was for: the asked one, or a fallback.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the model name that was sent to the provider.</summary>
    public required string ProviderModel { get; init; }

    /// <summary>Gets when the attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long the attempt took, to its end or its failure.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the time to the first content of a stream, or <see langword="null"/> when none came or the answer was whole.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Gets why the attempt was made.</summary>
    public AttemptReason Reason { get; init; }

    /// <summary>Gets how it ended.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>Gets the failure's kind, or <see langword="null"/> when the attempt succeeded.</summary>
    public OneApiErrorKind? ErrorKind { get; init; }

    /// <summary>Gets the HTTP status of a failure, or <see langword="null"/>.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Gets the provider's request id, or <see langword="null"/> when it named none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets how long the gateway waited before this attempt; zero for most.</summary>
    public TimeSpan WaitedBefore { get; init; }

    /// <summary>Gets the tokens of an attempt that did not serve the call and used some all the same: an empty answer, a stream that was cut, the loser of a race. <see langword="null"/> for most.</summary>
    /// <remarks>The caller is not charged for them. An attempt that served the call has its tokens in <see cref="UsageRecord.Usage"/>.</remarks>
    public UsageDetails? Usage { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Usage"/> was estimated, because the attempt was ended before the provider reported any.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets what the attempt cost at the provider, in micro-dollars: the channel's own price, else the gateway's, else the vendor's list price.</summary>
    /// <value>Zero when it used nothing; <see langword="null"/> when no price is known.</value>
    public long? ProviderCostMicros { get; init; }
}
