using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>How one pane of a comparison has ended: what it said, how long it took, what it cost.</summary>
public sealed record ComparisonResult
{
    /// <summary>Gets the pane: the index of its target.</summary>
    public required int Pane { get; init; }

    /// <summary>Gets whom the pane asked.</summary>
    public required ComparisonTarget Target { get; init; }

    /// <summary>Gets the answer, put together; what was delivered of it where it did not come to its end, and empty when nothing was.</summary>
    public required ChatResponse Response { get; init; }

    /// <summary>Gets the usage record of the pane's call, as it is in the ledger: attempts, decisions and money.</summary>
    public required UsageRecord Record { get; init; }

    /// <summary>Gets what the pane failed with; <see langword="null"/> when it did not fail, or was stopped.</summary>
    public OneApiException? Error { get; init; }

    /// <summary>Gets how long the pane had to wait for whoever reads the comparison; zero for a reader that keeps up. It is part of <see cref="Elapsed"/>.</summary>
    public TimeSpan HeldUp { get; init; }

    /// <summary>Gets a value indicating whether the answer was delivered whole.</summary>
    public bool IsComplete => Error is null && Outcome is CallOutcome.Succeeded;

    /// <summary>Gets how the call ended: <see cref="CallOutcome.Broken"/> where an error came after content, <see cref="CallOutcome.Cancelled"/> where it was stopped.</summary>
    public CallOutcome Outcome => Record.Outcome;

    /// <summary>Gets the text of the answer, or the part of it that was delivered.</summary>
    public string Text => Response.Text;

    /// <summary>Gets why the model stopped, or <see langword="null"/> when it did not come to that.</summary>
    public ChatFinishReason? FinishReason => Response.FinishReason;

    /// <summary>Gets how long the call took in all.</summary>
    public TimeSpan Elapsed => Record.Duration;

    /// <summary>Gets the time to the first content, or <see langword="null"/> when there was none.</summary>
    public TimeSpan? TimeToFirstToken => Record.TimeToFirstToken;

    /// <summary>Gets the tokens; <see langword="null"/> when nothing was delivered.</summary>
    public UsageDetails? Usage => Record.Usage;

    /// <summary>Gets a value indicating whether <see cref="Usage"/> was estimated, because the provider reported none.</summary>
    public bool IsEstimated => Record.IsEstimated;

    /// <summary>Gets what the caller is charged, in micro-dollars; <see langword="null"/> when the model has no known price.</summary>
    public long? ChargeMicros => Record.ChargeMicros;

    /// <summary>Gets what it cost at the providers, in micro-dollars; <see langword="null"/> when a price is not known.</summary>
    public long? ProviderCostMicros => Record.ProviderCostMicros;

    /// <summary>Gets the channel that answered, or the last one that failed; <see langword="null"/> when none was tried.</summary>
    public string? Channel => Record.Channel;

    /// <summary>Gets the public name of the model that answered, which may be a fallback; <see langword="null"/> when none did.</summary>
    public string? Model => Record.ServedModel;
}
