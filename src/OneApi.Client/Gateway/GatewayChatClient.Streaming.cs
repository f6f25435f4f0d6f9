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
        return StreamAsync(messages, options, settled: null, cancellationToken);
    }

    /// <summary>The same for whoever wants the record of a call that does not come to its end as well.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, Action<UsageRecord>? settled, [EnumeratorCancellation] CancellationToken cancellationToken)
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
            settled?.Invoke(record);
            yield return delivery.LastUpdate(record, WarningsOf(call));
        }
        finally
        {
            await flow.DisposeAsync().ConfigureAwait(false);
            if (!delivery.IsSettled)
            {
                var record = await _settler.SettleAsync(call, delivery.Outcome, delivery.Used, delivery.ErrorKind).ConfigureAwait(false);
                settled?.Invoke(record);
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
