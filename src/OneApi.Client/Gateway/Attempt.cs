using System.Diagnostics;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Health;
using OneApi.Client.Protocols;
using OneApi.Client.Routing;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>One try of a call on one channel, while it lasts.</summary>
internal sealed class Attempt : IDisposable
{
    private bool _ended;

    /// <summary>Gets the attempt's part in the health of what it uses.</summary>
    public required HealthTicket Ticket { get; init; }

    public Candidate Candidate => Ticket.Candidate;

    public required AttemptReason Reason { get; init; }

    public required AttemptClock Clock { get; init; }

    public required CredentialUse Credential { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public TimeSpan WaitedBefore { get; init; }

    /// <summary>Gets or sets how many tokens of its input are the answer that it goes on with: output to the caller, who is charged for them once.</summary>
    public long ContinuedTokens { get; set; }

    public WarningSink Warnings { get; } = new();

    public Activity? Activity { get; init; }

    /// <summary>Gets or sets what it takes of the channel's own limits, or null where there are none.</summary>
    public RateLimitPermit? Permit { get; set; }

    /// <summary>Gets its record, once it has ended.</summary>
    public AttemptRecord? Record { get; private set; }

    /// <summary>The permit, for the one who gives it back.</summary>
    public RateLimitPermit? TakePermit()
    {
        var permit = Permit;
        Permit = null;
        return permit;
    }

    /// <summary>Puts its span in force for what is done in its name.</summary>
    public void Enter()
    {
        if (Activity is not null)
        {
            Activity.Current = Activity;
        }
    }

    /// <summary>Ends the attempt and gives its record; only the first time counts.</summary>
    /// <param name="error">How it failed, or null.</param>
    /// <param name="usage">What it has used although it serves nobody, as far as can be known; null where the error says it, or nothing is known.</param>
    /// <param name="isEstimated">Whether that is an estimate.</param>
    /// <param name="unused">What has become of one that did not fail and serves nobody.</param>
    public AttemptRecord? End(OneApiException? error = null, UsageDetails? usage = null, bool isEstimated = false, AttemptOutcome unused = AttemptOutcome.LostRace)
    {
        if (_ended)
        {
            return null;
        }

        _ended = true;
        Candidate.Channel.State.Leave();
        var outcome = error is not null ? AttemptOutcome.Failed : usage is not null ? unused : AttemptOutcome.Served;
        if (Activity is not null)
        {
            if (error is not null)
            {
                Activity.SetTag("error.type", Telemetry.ErrorTypes.Of(error.Kind));
                Activity.SetStatus(ActivityStatusCode.Error);
            }

            Activity.SetTag("oneapi.attempt.outcome", Telemetry.AttemptWords.Of(outcome));
            Activity.Dispose();
        }

        return Record = new()
        {
            Channel = Candidate.Channel.Name,
            ChannelNumber = Candidate.Channel.Number,
            Provider = Candidate.Channel.Provider,
            Model = Candidate.PublicModel,
            ProviderModel = Candidate.WireModel,
            StartedAt = StartedAt,
            Duration = Clock.Elapsed,
            TimeToFirstToken = Clock.TimeToFirstContent,
            ErrorKind = error?.Kind,
            StatusCode = error?.StatusCode,
            RequestId = error?.RequestId ?? Clock.RequestId,
            WaitedBefore = WaitedBefore,
            Reason = Reason,
            Outcome = outcome,
            Usage = error?.ReportedUsage ?? usage,
            IsEstimated = isEstimated && error?.ReportedUsage is null,
            ProviderCostMicros = error is not null && error.ReportedUsage is null && usage is null ? 0 : null, // the settler knows better
        };
    }

    public void Dispose() => Clock.Dispose();
}
