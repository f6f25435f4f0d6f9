using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Gateway;

/// <summary>The last step of a call, taken exactly once however it ended: its record, its meters, its observers.</summary>
internal sealed class Settler(IEnumerable<IUsageObserver> observers, GatewayTelemetry telemetry, TimeProvider time, ILogger<Settler> logger)
{
    /// <summary>Observers run to their end even when the caller has gone, but not for ever.</summary>
    private static readonly TimeSpan ObserverLimit = TimeSpan.FromSeconds(30);
    private readonly IUsageObserver[] _observers = [.. observers];

    public async ValueTask<UsageRecord> SettleAsync(Call call, CallOutcome outcome, UsageDetails? usage, OneApiErrorKind? error)
    {
        var record = MakeRecord(call, outcome, usage, error);
        telemetry.EndCall(call, record);
        if (_observers.Length > 0)
        {
            await TellAsync(record).ConfigureAwait(false);
        }

        return record;
    }

    private UsageRecord MakeRecord(Call call, CallOutcome outcome, UsageDetails? usage, OneApiErrorKind? error)
    {
        var served = call.LastAttempt?.Candidate;
        return new()
        {
            CallId = Guid.CreateVersion7(call.StartedAt),
            Operation = telemetry.OperationOf(call.Kind),
            Streaming = call.Streaming,
            StartedAt = call.StartedAt,
            Duration = time.GetElapsedTime(call.StartTimestamp),
            TimeToFirstToken = FirstToken(call),
            Group = call.Group?.Name ?? call.Caller.Group ?? Channels.Group.DefaultName,
            EndUser = call.Caller.EndUser,
            Labels = call.Caller.Labels is { Count: > 0 } labels ? labels.ToFrozenDictionary() : FrozenDictionary<string, string>.Empty,
            RequestedModel = call.Model,
            ServedModel = WasServed(call, outcome) ? served?.PublicModel : null,
            Channel = served?.Channel.Name,
            Provider = served?.Channel.Provider,
            Outcome = outcome,
            ErrorKind = error,
            Usage = CopyOf(usage),
            Attempts = call.Attempts,
        };
    }

    /// <summary>A caller that left before the first content was served by nobody.</summary>
    private static bool WasServed(Call call, CallOutcome outcome) => outcome switch
    {
        CallOutcome.Failed => false,
        CallOutcome.Cancelled => call.LastAttempt?.Clock.HasContent == true,
        _ => true,
    };

    /// <summary>The answer's own object belongs to the caller, and callers add to it: FunctionInvokingChatClient sums up its rounds in the first one.</summary>
    private static UsageDetails? CopyOf(UsageDetails? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var copy = new UsageDetails();
        copy.Add(usage);
        return copy;
    }

    private static TimeSpan? FirstToken(Call call) =>
        call.Attempts is [.., { TimeToFirstToken: { } first } last] ? last.StartedAt - call.StartedAt + first : null;

    private async ValueTask TellAsync(UsageRecord record)
    {
        using var limit = new CancellationTokenSource(ObserverLimit, time);
        foreach (var observer in _observers)
        {
            try
            {
                await observer.OnCompletedAsync(record, limit.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // somebody else's code: it may throw anything, and the call must not suffer from it
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.ObserverFailed(logger, error);
            }
        }
    }
}
