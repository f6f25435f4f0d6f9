using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>The streaming door.</summary>
internal sealed partial class GatewayChatClient
{
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = Begin(messages, options, streaming: true, cancellationToken);
        var delivery = new Delivery();
        var flow = new ChatFlow(call, _engine, delivery, _logger);
        try
        {
            await OpenAsync(flow, delivery).ConfigureAwait(false);
            while (await flow.MoveNextAsync().ConfigureAwait(false))
            {
                var update = flow.Current;
                delivery.Note(update);
                yield return update;
                Restore(call);
                if (call.Reservation is not null)
                {
                    await _engine.KeepAsync(call).ConfigureAwait(false);
                }
            }

            _engine.Succeed(call, flow.Attempt!);
            delivery.Outcome = CallOutcome.Succeeded;
            delivery.IsSettled = true;
            var record = await _settler.SettleAsync(call, CallOutcome.Succeeded, delivery.Used, error: null).ConfigureAwait(false);
            yield return delivery.LastUpdate(record, WarningsOf(call));
        }
        finally
        {
            await flow.DisposeAsync().ConfigureAwait(false);
            if (!delivery.IsSettled)
            {
                await _settler.SettleAsync(call, delivery.Outcome, delivery.Used, delivery.ErrorKind).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask OpenAsync(ChatFlow flow, Delivery delivery)
    {
        try
        {
            await flow.OpenAsync().ConfigureAwait(false);
        }
        catch (OneApiException error)
        {
            delivery.Outcome = CallOutcome.Failed;
            delivery.ErrorKind = error.Kind;
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
