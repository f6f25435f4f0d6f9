using System.Threading.Channels;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client.Comparison;

/// <summary>One pane: a call of its own, whose updates go to the reader whom all panes share.</summary>
internal sealed class ComparisonPane(GatewayChatClient client, int index, ComparisonTarget target, ChatMessage[] messages, ChatOptions options, TimeProvider time)
{
    /// <summary>Makes the call and tells how it ended; throws nothing.</summary>
    /// <param name="reader">Whom to tell. It takes what it can, and lets the panes wait in turn.</param>
    /// <param name="cancellationToken">The reader has gone; nobody is told any more.</param>
    public async Task RunAsync(ChannelWriter<PaneEvent> reader, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, target.Stop);
        var heldUp = TimeSpan.Zero;
        UsageRecord? record = null;
        OneApiException? error = null;
        try
        {
            await foreach (var update in client.StreamAsync(messages, options, settled => record = settled, stop.Token).ConfigureAwait(false))
            {
                // A pane that is stopped still shows what it has: it is charged for it.
                heldUp += await TellAsync(reader, new(index, target, update), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OneApiException thrown)
        {
            error = thrown;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Its record says so.
        }
#pragma warning disable CA1031 // the host's own code (a strategy, a factory of raw requests) may throw anything, and no pane stops the others
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = new(OneApiErrorKind.Unknown, thrown);
        }

        if (record is null)
        {
            reader.TryComplete(error); // not even a call came of it: that is nothing of this pane's own
            return;
        }

        try
        {
            await reader.WriteAsync(new(index, target, null, record, error, heldUp), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }

    /// <summary>Gives an update to the reader, and says how long that took when it was behind.</summary>
    private async ValueTask<TimeSpan> TellAsync(ChannelWriter<PaneEvent> reader, PaneEvent told, CancellationToken cancellationToken)
    {
        if (reader.TryWrite(told))
        {
            return TimeSpan.Zero;
        }

        var since = time.GetTimestamp();
        await reader.WriteAsync(told, cancellationToken).ConfigureAwait(false);
        return time.GetElapsedTime(since);
    }
}
