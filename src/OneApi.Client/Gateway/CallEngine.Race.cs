using OneApi.Client.Channels;
using OneApi.Client.Routing;

namespace OneApi.Client.Gateway;

/// <content>The race: an attempt that takes its time gets one rival on another channel that works; the first content wins.</content>
internal sealed partial class CallEngine
{
    private const int ReasoningFactor = 6;

    /// <summary>How long an attempt may take before it gets a rival; null when it gets none.</summary>
    private static TimeSpan? RaceAfter(Call call, Candidate candidate)
    {
        var after = call.Streaming ? call.Snapshot.RaceFirstTokenAfter : call.Snapshot.RaceWholeAfter;
        if (call.Kind is not CallKind.Chat || after is not { } time || !call.Plan!.HasRival)
        {
            return null;
        }

        var reasons = call.Reasons || ModelPattern.AnyMatches(candidate.Channel.ReasoningModels, candidate.WireModel);
        return reasons && call.Streaming ? time * ReasoningFactor : time;
    }

    private async ValueTask<Tried<TResult>> RaceAsync<TCall, TResult>(TCall call, AttemptStep step, Attempt attempt, TimeSpan after, ICallDoor<TCall, TResult> door)
        where TCall : Call
    {
        var first = Start(call, step, attempt, door);
        if (!await EndsWithinAsync(first.Task, after).ConfigureAwait(false)
            && LeftOf(call) > TimeSpan.Zero
            && call.Plan!.Rival() is { } rivalStep
            && await BeginAsync(call, rivalStep, refreshed: null).ConfigureAwait(false) is { Attempt: { } rivalAttempt })
        {
            Log.Racing(logger, step.Candidate.Channel.Number, step.Candidate.Channel.Name, after, rivalStep.Candidate.Channel.Name);
            var second = Start(call, rivalStep, rivalAttempt, door);
            await Task.WhenAny(first.Task, second.Task).ConfigureAwait(false);
            var (early, late) = first.Task.IsCompleted ? (first, second) : (second, first);
            if (early.Task.IsCompletedSuccessfully)
            {
                Lose(call, late, door);
                return await FinishAsync(call, early).ConfigureAwait(false);
            }

            try
            {
                await FinishAsync(call, early).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Lose(call, late, door);
                throw;
            }

            return await FinishAsync(call, late).ConfigureAwait(false);
        }

        return await FinishAsync(call, first).ConfigureAwait(false);
    }

    private static Runner<TResult> Start<TCall, TResult>(TCall call, AttemptStep step, Attempt attempt, ICallDoor<TCall, TResult> door)
        where TCall : Call
    {
        attempt.Enter();
        return new(step, attempt, door.TryAsync(call, attempt).AsTask());
    }

    private async ValueTask<Tried<TResult>> FinishAsync<TResult>(Call call, Runner<TResult> runner)
    {
        try
        {
            var result = await runner.Task.ConfigureAwait(false);
            Won(call, runner.Attempt);
            return new(runner.Step, runner.Attempt, result, null);
        }
        catch (Exception thrown)
        {
            call.LastAttempt = runner.Attempt;
            return new(runner.Step, runner.Attempt, default, await LostAsync(call, runner.Attempt, thrown).ConfigureAwait(false));
        }
    }

    /// <summary>Ends the slower one at once; what its provider has counted by then is estimated from what it was sent.</summary>
    private void Lose<TCall, TResult>(TCall call, Runner<TResult> runner, ICallDoor<TCall, TResult> door)
        where TCall : Call
    {
        var attempt = runner.Attempt;
        if (attempt.End(usage: new() { InputTokenCount = call.InputTokens, OutputTokenCount = 0, TotalTokenCount = call.InputTokens }, isEstimated: true) is { } record)
        {
            call.Attempts.Add(record);
            health.LoseRace(attempt.Ticket);
        }

        attempt.Clock.Cancel();
        losers.Add(EndAsync(runner, door));
    }

    private async Task EndAsync<TCall, TResult>(Runner<TResult> runner, ICallDoor<TCall, TResult> door)
    {
        try
        {
            await door.DiscardAsync(await runner.Task.ConfigureAwait(false)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // it was ended; how it says so is of no interest
        catch (Exception)
#pragma warning restore CA1031
        {
            // Its record is written.
        }
        finally
        {
            runner.Attempt.Dispose();
            await GiveBackAsync(runner.Attempt).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> EndsWithinAsync(Task task, TimeSpan after)
    {
        try
        {
            await task.WaitAsync(after, time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return false;
        }
#pragma warning disable CA1031 // whoever finishes the attempt sees what it threw
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }

        return true;
    }

    private sealed record Runner<TResult>(AttemptStep Step, Attempt Attempt, Task<TResult> Task);
}
