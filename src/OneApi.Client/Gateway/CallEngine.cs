using Microsoft.Extensions.Logging;
using OneApi.Client.Admission;
using OneApi.Client.Authentication;
using OneApi.Client.Channels;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>
/// The one path of every call: admit, reserve, route, attempt. Whole answers and streams are two doors to it; what an attempt
/// gives (an answer, or a stream that has begun) is the door's business, and so is settling when it has ended.
/// </summary>
internal sealed class CallEngine(
    ChannelRegistry registry,
    Admitter admitter,
    Reserver reserver,
    ChannelSelector selector,
    ChannelLimiter channelLimits,
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
    public async ValueTask<TResult> RunAsync<TCall, TResult>(TCall call, Func<TCall, Attempt, ValueTask<TResult>> tryOnce)
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

        await admitter.AdmitAsync(call).ConfigureAwait(false);
        await reserver.ReserveAsync(call).ConfigureAwait(false);
        var plan = new AttemptPlan(call, selector, random);
        var step = plan.First();
        var deadline = DeadlineOf(step.Candidate.Channel);
        Credential? refreshed = null;
        for (var failures = 0; ; failures++)
        {
            if (step.Wait > TimeSpan.Zero)
            {
                await Task.Delay(step.Wait, time, call.CancellationToken).ConfigureAwait(false);
            }

            Attempt? attempt = null;
            OneApiException error;
            var (permit, full) = step.Candidate.Channel.Limits.HasAny ? await channelLimits.TakeAsync(call, step.Candidate.Channel).ConfigureAwait(false) : default;
            if (full is not null)
            {
                plan.TakeBack();
                error = full;
            }
            else
            {
                attempt = Begin(call, step, refreshed ?? step.Candidate.Channel.NextCredential(), deadline - time.GetElapsedTime(call.StartTimestamp), plan.MayFollow);
                attempt.Permit = permit;
                try
                {
                    var result = await tryOnce(call, attempt).ConfigureAwait(false);
                    if (failures > 0)
                    {
                        Log.RetrySucceeded(logger, step.Candidate.Channel.Number, step.Candidate.Channel.Name);
                    }

                    return result;
                }
                catch (Exception thrown)
                {
                    var translated = Fail(call, attempt, thrown);
                    attempt.Dispose();
                    await GiveBackAsync(attempt).ConfigureAwait(false);
                    if (translated is not OneApiException failure)
                    {
                        throw new OperationCanceledException(null, thrown, call.CancellationToken);
                    }

                    error = failure;
                }
            }

            var left = deadline - time.GetElapsedTime(call.StartTimestamp);
            if (left <= TimeSpan.Zero || plan.After(step.Candidate, error, left, attempt?.Credential.CanRefreshAfter(error) == true, attempt?.Clock.ShouldRetry) is not { } next)
            {
                throw error.With(step.Candidate.Channel.Provider, step.Candidate.Channel.Name, attempts: call.Attempts);
            }

            if (next.IsRefresh)
            {
                await attempt!.Credential.RefuseAsync(call.CancellationToken).ConfigureAwait(false);
            }

            refreshed = next.IsRefresh ? attempt!.Credential.Credential : null;
            Announce(step, next, error);
            step = next;
        }
    }

    /// <summary>Keeps what is set aside for a call that takes its time.</summary>
    public ValueTask KeepAsync(Call call) => reserver.KeepAsync(call);

    /// <summary>Ends an attempt with what was thrown: notes its record, and gives the error or the caller's cancellation.</summary>
    public Exception Fail(Call call, Attempt attempt, Exception thrown)
    {
        var translated = AttemptFailure.Translate(thrown, attempt);
        var error = translated as OneApiException;
        if (attempt.End(error) is { } record)
        {
            call.Attempts.Add(record);
        }

        if (error is not null)
        {
            var channel = attempt.Candidate.Channel;
            Log.AttemptFailed(logger, channel.Number, channel.Name, error.Kind, (int?)error.StatusCode, error.RequestId);
        }

        return translated;
    }

    private ValueTask GiveBackAsync(Attempt attempt) => attempt.TakePermit() is { } permit ? channelLimits.GiveBackAsync(permit, usedTokens: 0) : ValueTask.CompletedTask;

    /// <summary>Notes the record of an attempt that has done its work, or that the caller left. Whoever holds the attempt disposes it.</summary>
    public static void Succeed(Call call, Attempt attempt)
    {
        if (attempt.End() is { } record)
        {
            call.Attempts.Add(record);
        }
    }

    private Attempt Begin(Call call, in AttemptStep step, Credential credential, TimeSpan left, bool mayFollow)
    {
        var channel = step.Candidate.Channel;
        var limits = channel.LimitsOf(step.Candidate.WireModel, call.Streaming, call.Reasons, mayFollow ? left * AttemptShare : left);
        channel.State.Enter();
        return call.LastAttempt = new()
        {
            Candidate = step.Candidate,
            Clock = new AttemptClock(time, limits, call.Streaming, call.CancellationToken),
            Credential = new(credential, step.Candidate.WireModel),
            StartedAt = time.GetUtcNow(),
            WaitedBefore = step.Wait,
            Activity = telemetry.StartAttempt(call, step.Candidate),
        };
    }

    private static TimeSpan DeadlineOf(Channel first) =>
        first.Timeouts.Total is { } total && total > DefaultLimits.Total ? total : DefaultLimits.Total;

    private void Announce(in AttemptStep failed, in AttemptStep next, OneApiException error)
    {
        var channel = failed.Candidate.Channel;
        if (next.IsRefresh)
        {
            Log.RefreshingCredential(logger, channel.Number, channel.Name);
        }
        else if (next.IsSameChannel)
        {
            Log.RetryingOnSameChannel(logger, channel.Number, channel.Name, error.Kind, next.Wait);
        }
        else
        {
            Log.RetryingWithNextChannel(logger, channel.Number, channel.Name, error.Kind);
        }
    }
}
