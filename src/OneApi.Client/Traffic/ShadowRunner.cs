using Microsoft.Extensions.Logging;
using OneApi.Client.Gateway;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;

namespace OneApi.Client.Traffic;

/// <summary>Sends copies of calls to channels that serve nobody yet. Nobody waits for them, nobody is charged for them, and nothing that becomes of them reaches a caller.</summary>
internal sealed class ShadowRunner(ChatPath path, RandomSource random, TimeProvider time, ILogger<ShadowRunner> logger) : IAsyncDisposable, IDisposable
{
    private const int MostAtATime = 32;
    private readonly CancellationTokenSource _stop = new();
    private readonly LooseEnds _running = new(time);

    /// <summary>Copies a call that is being served, if it is one of those to be copied. Throws nothing: the call must not suffer.</summary>
    public void Consider(ChatCall call)
    {
        if (call.Split?.Shadow is not { StepInForce: CanaryStep.Shadow } shadow || _stop.IsCancellationRequested
            || random.Next() * 100 >= shadow.Percent || _running.Count >= MostAtATime)
        {
            return;
        }

        try
        {
            Copy(call, shadow);
        }
#pragma warning disable CA1031 // messages and options are the host's, and may throw anything when they are read or cloned
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.CopyFailed(logger, shadow.Name, error);
        }
    }

    /// <summary>Waits for the copies that are under way.</summary>
    public Task WhenDoneAsync() => _running.WhenDoneAsync();

    /// <summary>A host that is not disposed asynchronously does not wait for them.</summary>
    public void Dispose() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.DisposeAsync().ConfigureAwait(false);
    }

    private void Copy(ChatCall call, Canary shadow)
    {
        if (!ShadowCopy.IsPossible(call) || Choose(call, shadow) is not { } candidate)
        {
            return;
        }

        var copy = ShadowCopy.Of(call, shadow, candidate, time, _stop.Token);
        if (HoldOf(call, shadow, candidate) is not { } hold)
        {
            return;
        }

        using (ExecutionContext.SuppressFlow()) // the copy is no part of the caller's trace
        {
            _running.Add(Task.Run(() => RunAsync(copy, shadow, hold)));
        }
    }

    /// <summary>One of the shadow's channels that works: one that rests is left alone.</summary>
    private Candidate? Choose(ChatCall call, Canary shadow)
    {
        var candidates = call.Snapshot.RouteOf(call.Group!, call.Model, call.Kind).Candidates;
        var start = (int)(random.Next() * candidates.Length);
        for (var i = 0; i < candidates.Length; i++)
        {
            var candidate = candidates[(start + i) % candidates.Length];
            if (shadow.IsNew(candidate.Channel.Name) && candidate.MayEnter)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>What is set aside of the shadow's budget, or null when that does not allow the copy.</summary>
    private static long? HoldOf(ChatCall call, Canary shadow, Candidate candidate)
    {
        var most = WorstCost.AtProvider(call, candidate.Cost);
        if (most is null && shadow.ShadowLimitMicros is not null)
        {
            return null;
        }

        return shadow.State.Spending.TryHold(most ?? 0, shadow.ShadowLimitMicros) ? most ?? 0 : null;
    }

    private async Task RunAsync(ChatCall copy, Canary shadow, long hold)
    {
        try
        {
            if (!copy.Streaming)
            {
                await path.GetAsync(copy).ConfigureAwait(false);
                return;
            }

            await foreach (var _ in path.StreamAsync(_ => copy, CancellationToken.None).ConfigureAwait(false))
            {
                // Only how it goes is of interest.
            }
        }
        catch (OneApiException)
        {
            // Its record tells it.
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
#pragma warning disable CA1031 // nobody waits for it: whatever else it throws is of interest to the log only
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.CopyFailed(logger, shadow.Name, error);
        }
        finally
        {
            End(copy, shadow, hold);
        }
    }

    private static void End(ChatCall copy, Canary shadow, long hold)
    {
        shadow.State.Spending.Settle(hold, copy.Record is { } record ? record.ProviderCostMicros ?? hold : 0);
        if (copy.Record is { } known && ArmSample.Of(known, shadow.IsNew) is { } sample)
        {
            shadow.State.Note(TrafficArm.New, sample, guards: null);
        }
    }
}
