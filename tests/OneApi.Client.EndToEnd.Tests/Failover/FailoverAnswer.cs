using Microsoft.Extensions.AI;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>What a caller has got, and what it took.</summary>
internal sealed record FailoverAnswer
{
    public required string Text { get; init; }

    public OneApiException? Error { get; init; }

    public OneApiTrace? Trace { get; init; }

    /// <summary>Gets the usage that the answer itself reports.</summary>
    public UsageDetails? Usage { get; init; }

    public ChatFinishReason? Finish { get; init; }

    public string? ModelId { get; init; }

    /// <summary>Gets how long it took, on the clock of the scene.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Gets when each provider was asked, on the clock of the scene from the call's beginning.</summary>
    public required IReadOnlyList<TimeSpan> Primary { get; init; }

    public required IReadOnlyList<TimeSpan> Backup { get; init; }

    public long ChargeMicros => Trace?.Record.ChargeMicros ?? 0;
}
