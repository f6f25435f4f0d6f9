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
        OpenedStream? stream = null;
        try
        {
            stream = await OpenAsync(call, delivery).ConfigureAwait(false);
            foreach (var update in stream.Leading)
            {
                delivery.Note(update);
                yield return update;
                Restore(call);
            }

            while (await MoveNextAsync(call, stream, delivery).ConfigureAwait(false))
            {
                var update = stream.Rest.Current;
                delivery.Note(update);
                yield return update;
                Restore(call);
                if (call.Reservation is not null)
                {
                    await _engine.KeepAsync(call).ConfigureAwait(false);
                }
            }

            CallEngine.Succeed(call, stream.Attempt);
            delivery.Outcome = CallOutcome.Succeeded;
            delivery.IsSettled = true;
            var record = await _settler.SettleAsync(call, CallOutcome.Succeeded, delivery.Used, error: null).ConfigureAwait(false);
            yield return delivery.LastUpdate(record, WarningsOf(call));
        }
        finally
        {
            if (stream is not null)
            {
                CallEngine.Succeed(call, stream.Attempt);
                await stream.CloseAsync().ConfigureAwait(false);
            }

            if (!delivery.IsSettled)
            {
                await _settler.SettleAsync(call, delivery.Outcome, delivery.Used, delivery.ErrorKind).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<OpenedStream> OpenAsync(ChatCall call, Delivery delivery)
    {
        try
        {
            return await _engine.RunAsync(call, OpenedStream.OpenAsync).ConfigureAwait(false);
        }
        catch (OneApiException error)
        {
            delivery.Outcome = CallOutcome.Failed;
            delivery.ErrorKind = error.Kind;
            throw;
        }
    }

    /// <summary>Past the first content nothing is tried again: a stream that breaks ends in an error with what was delivered.</summary>
    private async ValueTask<bool> MoveNextAsync(ChatCall call, OpenedStream stream, Delivery delivery)
    {
        try
        {
            stream.Attempt.Clock.Release();
            var hasMore = await stream.Rest.MoveNextAsync().ConfigureAwait(false);
            stream.Attempt.Clock.Hold();
            return hasMore;
        }
        catch (Exception thrown)
        {
            if (_engine.Fail(call, stream.Attempt, thrown) is not OneApiException error)
            {
                throw new OperationCanceledException(null, thrown, call.CancellationToken);
            }

            var channel = stream.Attempt.Candidate.Channel;
            delivery.Outcome = CallOutcome.Broken;
            delivery.ErrorKind = error.Kind;
            Log.StreamBroke(_logger, channel.Number, channel.Name, error.Kind);
            throw error.With(channel.Provider, channel.Name, delivery.Text, call.Attempts);
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
