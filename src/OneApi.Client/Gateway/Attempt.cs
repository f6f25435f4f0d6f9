using System.Diagnostics;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Routing;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>One try of a call on one channel, while it lasts.</summary>
internal sealed class Attempt : IDisposable
{
    private bool _ended;

    public required Candidate Candidate { get; init; }

    public required AttemptClock Clock { get; init; }

    public required CredentialUse Credential { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public TimeSpan WaitedBefore { get; init; }

    public WarningSink Warnings { get; } = new();

    public Activity? Activity { get; init; }

    /// <summary>Gets or sets what it takes of the channel's own limits, or null where there are none.</summary>
    public RateLimitPermit? Permit { get; set; }

    /// <summary>The permit, for the one who gives it back.</summary>
    public RateLimitPermit? TakePermit()
    {
        var permit = Permit;
        Permit = null;
        return permit;
    }

    /// <summary>Ends the attempt and gives its record; only the first time counts.</summary>
    public AttemptRecord? End(OneApiException? error = null)
    {
        if (_ended)
        {
            return null;
        }

        _ended = true;
        Candidate.Channel.State.Leave();
        if (Activity is not null)
        {
            if (error is not null)
            {
                Activity.SetTag("error.type", Telemetry.ErrorTypes.Of(error.Kind));
                Activity.SetStatus(ActivityStatusCode.Error);
            }

            Activity.Dispose();
        }

        return new()
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
            Usage = error?.ReportedUsage,
            ProviderCostMicros = error is not null && error.ReportedUsage is null ? 0 : null, // the settler knows better
        };
    }

    public void Dispose() => Clock.Dispose();
}
