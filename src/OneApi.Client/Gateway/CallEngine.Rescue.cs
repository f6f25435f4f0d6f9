namespace OneApi.Client.Gateway;

/// <content>Taking over a stream that broke after content.</content>
internal sealed partial class CallEngine
{
    private const int MaxRescuers = 2;

    /// <summary>Opens the same call on another channel; null when nobody can.</summary>
    public async ValueTask<OpenedStream?> TakeOverAsync(ChatCall call)
    {
        var broken = call.LastAttempt;
        call.Deadline = time.GetElapsedTime(call.StartTimestamp) + Channels.DefaultLimits.Total; // what was delivered has taken its time
        for (var tries = 0; tries < MaxRescuers && call.Plan!.Rescue(AttemptReason.Splice) is { } step; tries++)
        {
            var (attempt, _) = await BeginAsync(call, step, refreshed: null).ConfigureAwait(false);
            if (attempt is null)
            {
                continue;
            }

            attempt.Enter();
            try
            {
                var stream = await StreamDoor.Instance.TryAsync(call, attempt).ConfigureAwait(false);
                Won(call, attempt);
                return stream;
            }
            catch (Exception thrown)
            {
                var error = await LostAsync(call, attempt, thrown).ConfigureAwait(false);
                Log.NotRescued(logger, step.Candidate.Channel.Number, step.Candidate.Channel.Name, error.Kind.ToString());
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
}
