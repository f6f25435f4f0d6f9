using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Gateway;

/// <summary>A chat call from its start to its settlement: whole, or as a stream.</summary>
internal sealed class ChatPath(CallEngine engine, Settler settler, ILogger<ChatPath> logger)
{
    public async Task<ChatResponse> GetAsync(ChatCall call)
    {
        var outcome = CallOutcome.Failed;
        OneApiErrorKind? kind = null;
        ChatResponse response;
        try
        {
            response = await engine.RunAsync(call, WholeDoor.Instance).ConfigureAwait(false);
            outcome = CallOutcome.Succeeded;
        }
        catch (OneApiException error)
        {
            kind = error.Kind;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = CallOutcome.Cancelled;
            throw;
        }
        finally
        {
            if (outcome != CallOutcome.Succeeded)
            {
                await settler.SettleAsync(call, outcome, DeliveredUsage.None, kind).ConfigureAwait(false);
            }
        }

        call.Served?.Invoke(call);
        var record = await settler.SettleAsync(call, outcome, DeliveredUsage.Of(response.Usage, response), error: null).ConfigureAwait(false);
        return new TracedChatResponse(response) { Record = record, Warnings = CallWarnings.Of(call, logger) };
    }

    /// <param name="begin">Makes the call when the stream is enumerated, with the enumeration's cancellation.</param>
    /// <param name="cancellationToken">The enumeration's cancellation.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(Func<CancellationToken, ChatCall> begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = begin(cancellationToken);
        var delivery = new Delivery();
        var flow = new ChatFlow(call, engine, delivery, logger);
        try
        {
            await OpenAsync(flow, delivery).ConfigureAwait(false);
            call.Served?.Invoke(call);
            while (await flow.MoveNextAsync().ConfigureAwait(false))
            {
                var update = flow.Current;
                delivery.Note(update);
                yield return update;
                Restore(call);
                if (call.Reservation is not null)
                {
                    await engine.KeepAsync(call).ConfigureAwait(false);
                }
            }

            engine.Succeed(call, flow.Attempt!);
            delivery.Outcome = CallOutcome.Succeeded;
            delivery.IsSettled = true;
            var record = await settler.SettleAsync(call, CallOutcome.Succeeded, delivery.Used, error: null).ConfigureAwait(false);
            call.Settled?.Invoke(record);
            yield return delivery.LastUpdate(record, CallWarnings.Of(call, logger));
        }
        finally
        {
            await flow.DisposeAsync().ConfigureAwait(false);
            if (!delivery.IsSettled)
            {
                var record = await settler.SettleAsync(call, delivery.Outcome, delivery.Used, delivery.ErrorKind).ConfigureAwait(false);
                call.Settled?.Invoke(record);
            }
        }
    }

    private static async ValueTask OpenAsync(ChatFlow flow, Delivery delivery)
    {
        try
        {
            await flow.OpenAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            delivery.Outcome = CallOutcome.Failed;
            delivery.ErrorKind = (error as OneApiException)?.Kind;
            throw;
        }
    }

    /// <summary>The consumer's code ran in between, with whatever activity it had: ours is put back.</summary>
    private static void Restore(ChatCall call)
    {
        if ((call.LastAttempt?.Activity ?? call.Activity) is { } activity)
        {
            Activity.Current = activity;
        }
    }
}
