using Microsoft.Extensions.Logging;
using OneApi.Client.Admission;
using OneApi.Client.Authentication;
using OneApi.Client.Channels;
using OneApi.Client.Health;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>
/// The one path of every call: admit, reserve, route, attempt. Whole answers and streams are two doors to it; what an attempt
/// gives (an answer, or a stream that has begun) is the door's business, and so is settling when it has ended.
/// </summary>
internal sealed partial class CallEngine(
    ChannelRegistry registry,
    Admitter admitter,
    Reserver reserver,
    ChannelSelector selector,
    ChannelLimiter channelLimits,
    RetryBudgets budgets,
    HealthJudge health,
    LooseEnds losers,
    RandomSource random,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<CallEngine> logger)
{
    /// <summary>Of what is left, an attempt that others can follow gets at most this share (reliability §3).</summary>
    private const double AttemptShare = 0.6;

    public TimeProvider Time => time;

    public GatewaySnapshot Snapshot => registry.Current;

    /// <summary>Makes attempts until one succeeds.</summary>
    /// <exception cref="OneApiException">The last attempt's failure, or a refusal before any.</exception>
    public async ValueTask<TResult> RunAsync<TCall, TResult>(TCall call, ICallDoor<TCall, TResult> door)
        where TCall : Call
    {
        if (call.Model.Length == 0)
        {
            throw new OneApiException(OneApiErrorKind.InvalidRequest)
            {
                ProviderCode = "model_required",
                ProviderMessage = "The call names no model, and the gateway has no default model.",
            };
        }

        if (!call.IsShadow)
        {
            await admitter.AdmitAsync(call).ConfigureAwait(false);
            await reserver.ReserveAsync(call).ConfigureAwait(false);
        }

        var plan = call.Plan = new AttemptPlan(call, selector, budgets, random);
        var step = plan.First();
        call.Deadline = DeadlineOf(step.Candidate.Channel);
        Credential? refreshed = null;
        for (var failures = 0; ; failures++)
        {
            var tried = await TryAsync(call, step, refreshed, door).ConfigureAwait(false);
            if (tried.Error is not { } error)
            {
                if (failures > 0 || tried.Step.Reason is AttemptReason.Race)
                {
                    Log.RetrySucceeded(logger, tried.Step.Candidate.Channel.Number, tried.Step.Candidate.Channel.Name);
                }

                return tried.Result!;
            }

            step = tried.Step;
            var left = LeftOf(call);
            if (left <= TimeSpan.Zero || plan.After(step.Ticket, error, left, tried.Attempt?.Credential.CanRefreshAfter(error) == true, tried.Attempt?.Clock.ShouldRetry) is not { } next)
            {
                throw error.With(step.Candidate.Channel.Provider, step.Candidate.Channel.Name, attempts: call.Attempts);
            }

            if (next.IsRefresh)
            {
                await tried.Attempt!.Credential.RefuseAsync(call.CancellationToken).ConfigureAwait(false);
            }

            refreshed = next.IsRefresh ? tried.Attempt!.Credential.Credential : null;
            Announce(step, next, error);
            step = next;
        }
    }

    /// <summary>Keeps what is set aside for a call that takes its time.</summary>
    public ValueTask KeepAsync(Call call) => reserver.KeepAsync(call);

    /// <summary>Ends an attempt with what was thrown: notes its record, and gives the error or the caller's cancellation.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="used">What it has used all the same, or null.</param>
    public Exception Fail(Call call, Attempt attempt, Exception thrown, Microsoft.Extensions.AI.UsageDetails? used = null)
    {
        var translated = AttemptFailure.Translate(thrown, attempt);
        var error = translated as OneApiException;
        if (attempt.End(error, used, isEstimated: used is not null) is { } record)
        {
            call.Attempts.Add(record);
            Judge(attempt, error);
        }

        if (error is not null)
        {
            var channel = attempt.Candidate.Channel;
            Log.AttemptFailed(logger, channel.Number, channel.Name, error.Kind, (int?)error.StatusCode, error.RequestId);
        }

        return translated;
    }

    /// <summary>Notes the record of an attempt that has done its work. Whoever holds the attempt disposes it.</summary>
    public void Succeed(Call call, Attempt attempt)
    {
        if (attempt.End() is not { } record)
        {
            return;
        }

        call.Attempts.Add(record);
        health.Succeed(attempt.Ticket);
        var speed = attempt.Candidate.Speed;
        if (!call.Streaming)
        {
            speed.Whole.Add(attempt.Clock.Elapsed);
        }
        else if (attempt.Clock.TimeToFirstContent is { } first)
        {
            speed.FirstToken.Add(first);
        }
    }

    /// <summary>Notes the record of an attempt that its caller left: it says nothing of the channel.</summary>
    public static void Leave(Call call, Attempt attempt)
    {
        if (attempt.End() is { } record)
        {
            call.Attempts.Add(record);
            attempt.Ticket.Abandon();
        }
    }

    /// <summary>Content has come: the channel works, whatever the rest of the stream does.</summary>
    public void Commit(Attempt attempt)
    {
        if (attempt.Ticket.IsProbe)
        {
            health.Commit(attempt.Ticket);
        }
    }

    /// <summary>One attempt, with its race where it takes its time.</summary>
    private async ValueTask<Tried<TResult>> TryAsync<TCall, TResult>(TCall call, AttemptStep step, Credential? refreshed, ICallDoor<TCall, TResult> door)
        where TCall : Call
    {
        var (attempt, full) = await BeginAsync(call, step, refreshed).ConfigureAwait(false);
        if (attempt is null)
        {
            return new(step, null, default, full);
        }

        call.LastAttempt = attempt;
        attempt.Enter();
        if (RaceAfter(call, step.Candidate) is { } after)
        {
            return await RaceAsync(call, step, attempt, after, door).ConfigureAwait(false);
        }

        try
        {
            var result = await door.TryAsync(call, attempt).ConfigureAwait(false);
            Won(call, attempt);
            return new(step, attempt, result, null);
        }
        catch (Exception thrown)
        {
            return new(step, attempt, default, await LostAsync(call, attempt, thrown).ConfigureAwait(false));
        }
    }

    /// <summary>A whole answer is the attempt's end; a stream goes on.</summary>
    private void Won(Call call, Attempt attempt)
    {
        call.LastAttempt = attempt;
        if (call.Streaming)
        {
            Commit(attempt);
            return;
        }

        Succeed(call, attempt);
        attempt.Dispose();
    }

    /// <summary>Ends a failed attempt and gives its error.</summary>
    /// <exception cref="OperationCanceledException">It was the caller who ended it.</exception>
    private async ValueTask<OneApiException> LostAsync(Call call, Attempt attempt, Exception thrown)
    {
        var translated = Fail(call, attempt, thrown);
        attempt.Dispose();
        await GiveBackAsync(attempt).ConfigureAwait(false);
        return translated as OneApiException ?? throw new OperationCanceledException(null, thrown, call.CancellationToken);
    }

    private void Judge(Attempt attempt, OneApiException? error)
    {
        if (error is null)
        {
            attempt.Ticket.Abandon();
            return;
        }

        if (error.Kind is OneApiErrorKind.Authentication && attempt.Reason is not AttemptReason.Refresh && attempt.Credential.CanRefreshAfter(error))
        {
            attempt.Ticket.Abandon(); // the provider has refused a token, which is issued anew, not the key
            return;
        }

        health.Fail(attempt.Ticket, error, attempt.Clock.HasHeaders);
    }

    private ValueTask GiveBackAsync(Attempt attempt) => attempt.TakePermit() is { } permit ? channelLimits.GiveBackAsync(permit, usedTokens: 0) : ValueTask.CompletedTask;

    /// <summary>Waits as long as the step says, and takes one request of the channel's limits.</summary>
    /// <returns>The attempt; or none, and what a full channel says.</returns>
    private async ValueTask<(Attempt? Attempt, OneApiException? Full)> BeginAsync(Call call, AttemptStep step, Credential? refreshed)
    {
        var channel = step.Candidate.Channel;
        RateLimitPermit? permit = null;
        try
        {
            if (step.Wait > TimeSpan.Zero)
            {
                await Task.Delay(step.Wait, time, call.CancellationToken).ConfigureAwait(false);
            }

            if (channel.Limits.HasAny)
            {
                (permit, var full) = await channelLimits.TakeAsync(call, channel).ConfigureAwait(false);
                if (full is not null)
                {
                    step.Ticket.Abandon();
                    call.Plan!.TakeBack();
                    return (null, full);
                }
            }
        }
        catch (OperationCanceledException)
        {
            step.Ticket.Abandon();
            throw;
        }

        var left = LeftOf(call);
        var limits = channel.LimitsOf(step.Candidate.WireModel, call.Streaming, call.Reasons, call.Plan!.MayFollow ? left * AttemptShare : left);
        channel.State.Enter();
        return (new()
        {
            Ticket = step.Ticket,
            Reason = step.Reason,
            Clock = new AttemptClock(time, limits, call.Streaming, call.CancellationToken),
            Credential = new(refreshed ?? step.Ticket.Key.Credential, step.Candidate.WireModel),
            StartedAt = time.GetUtcNow(),
            WaitedBefore = step.Wait,
            Activity = telemetry.StartAttempt(call, step.Candidate, step.Reason, step.Wait),
            Permit = permit,
        }, null);
    }

    private TimeSpan LeftOf(Call call) => call.Deadline - time.GetElapsedTime(call.StartTimestamp);

    private static TimeSpan DeadlineOf(Channel first) =>
        first.Timeouts.Total is { } total && total > DefaultLimits.Total ? total : DefaultLimits.Total;

    private void Announce(in AttemptStep failed, in AttemptStep next, OneApiException error)
    {
        var channel = failed.Candidate.Channel;
        switch (next.Reason)
        {
            case AttemptReason.Refresh:
                Log.RefreshingCredential(logger, channel.Number, channel.Name);
                break;
            case AttemptReason.SameChannel or AttemptReason.AnotherKey:
                Log.RetryingOnSameChannel(logger, channel.Number, channel.Name, error.Kind, next.Wait);
                break;
            default:
                Log.RetryingWithNextChannel(logger, channel.Number, channel.Name, error.Kind);
                break;
        }
    }

    /// <summary>What came of an attempt, or of a race: a result, or the error of the one that failed last.</summary>
    private readonly record struct Tried<TResult>(AttemptStep Step, Attempt? Attempt, TResult? Result, OneApiException? Error);
}
