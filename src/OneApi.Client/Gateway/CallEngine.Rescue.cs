using OneApi.Client.Routing;

namespace OneApi.Client.Gateway;

/// <content>Taking over a stream that broke after content.</content>
internal sealed partial class CallEngine
{
    private const int MaxRescuers = 2;

    /// <summary>Lets another provider go on with what was delivered, where one can; null when nobody can, or the one that was asked refuses.</summary>
    public async ValueTask<OpenedStream?> ContinueAsync(ChatCall call, string delivered)
    {
        var broken = call.LastAttempt;
        call.Deadline = DeadlineOfRescue(call);
        if (call.Plan!.Continue(candidate => Continuation.CanBe(call, candidate, delivered)) is not { } step)
        {
            return null;
        }

        call.Continuation = Continuation.Of(call, step.Candidate, delivered);
        var (stream, error) = await TryRescueAsync(call, step, call.Continuation.Tokens).ConfigureAwait(false);
        if (error is not null && IsOfTheBeginning(error))
        {
            call.Plan.MayAskAfresh(step.Candidate);
        }

        call.LastAttempt = stream?.Attempt ?? broken;
        return stream;
    }

    /// <summary>Opens the same call on another channel; null when nobody can.</summary>
    public async ValueTask<OpenedStream?> TakeOverAsync(ChatCall call)
    {
        var broken = call.LastAttempt;
        call.Deadline = DeadlineOfRescue(call);
        for (var tries = 0; tries < MaxRescuers && call.Plan!.Rescue(AttemptReason.Splice) is { } step; tries++)
        {
            if (await TryRescueAsync(call, step).ConfigureAwait(false) is { Stream: { } stream })
            {
                return stream;
            }
        }

        call.LastAttempt = broken;
        return null;
    }

    /// <summary>The one that took over gives another answer: what was delivered stays the broken one's.</summary>
    public void GiveUp(Call call, Attempt attempt)
    {
        if (attempt.End(usage: new() { InputTokenCount = call.InputTokens, OutputTokenCount = 0, TotalTokenCount = call.InputTokens }, isEstimated: true, unused: AttemptOutcome.Differed) is { } record)
        {
            call.Attempts.Add(record);
            attempt.Ticket.Abandon();
        }

        call.LastAttempt = call.BrokenAttempt;
    }

    /// <summary>Whether an error may be due to the beginning that was sent, which the same server does without when it is asked afresh: a refusal, an answer that can't be read or has nothing in it, a crash.</summary>
    private static bool IsOfTheBeginning(OneApiException error) =>
        error.Kind is OneApiErrorKind.InvalidRequest or OneApiErrorKind.EmptyResponse or OneApiErrorKind.ProtocolViolation or OneApiErrorKind.Unknown
        || error.StatusCode is System.Net.HttpStatusCode.InternalServerError;

    /// <summary>What was delivered has taken its time.</summary>
    private TimeSpan DeadlineOfRescue(Call call) => time.GetElapsedTime(call.StartTimestamp) + Channels.DefaultLimits.Total;

    private async ValueTask<(OpenedStream? Stream, OneApiException? Error)> TryRescueAsync(ChatCall call, AttemptStep step, long continuedTokens = 0)
    {
        var (attempt, _) = await BeginAsync(call, step, refreshed: null).ConfigureAwait(false);
        if (attempt is null)
        {
            return default;
        }

        attempt.ContinuedTokens = continuedTokens;
        attempt.Enter();
        try
        {
            var stream = await StreamDoor.Instance.TryAsync(call, attempt).ConfigureAwait(false);
            Won(call, attempt);
            return (stream, null);
        }
        catch (Exception thrown)
        {
            var error = await LostAsync(call, attempt, thrown).ConfigureAwait(false);
            Log.NotRescued(logger, step.Candidate.Channel.Number, step.Candidate.Channel.Name, error.Kind.ToString());
            return (null, error);
        }
    }
}
