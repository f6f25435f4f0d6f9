using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Sends one answer over a socket, a message for each event, and plays the fault that strikes it on the way. What <see cref="AnswerSender"/> is to HTTP.</summary>
internal sealed class SocketSender(WebSocket socket, HttpContext context, FakeRequest request, ProviderWire wire, TimeProvider time, Action noteDisconnect, CancellationToken stopping)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task SendAsync(Fault? fault, WireAnswer answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var watching = WatchAsync(ended);

        try
        {
            await PlayAsync(fault, answer, ended.Token).ConfigureAwait(false);
            await watching.WaitAsync(Patience, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception gone) when (ended.IsCancellationRequested && gone is OperationCanceledException or IOException or WebSocketException)
        {
            // The client left, or the fake is being disposed. Nobody is listening.
        }

        context.Abort();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>After its call a client has nothing more to say: whatever comes is its leave.</summary>
    private async Task WatchAsync(CancellationTokenSource ended)
    {
        while (await SocketDoor.ReadMessageAsync(socket, ended.Token).ConfigureAwait(false) is not null)
        {
        }

        if (!ended.IsCancellationRequested)
        {
            noteDisconnect();
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task PlayAsync(Fault? fault, WireAnswer answer, CancellationToken ended)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Silence:
                await HoldAsync(ended).ConfigureAwait(false);
                return;
            case FaultKind.SlowStart:
                await Task.Delay(fault.Delay!.Value, time, ended).ConfigureAwait(false);
                break;
        }

        if (answer.Frames is null)
        {
            await SendLastAsync(answer.Body, ended).ConfigureAwait(false);
            return;
        }

        await SendFramesAsync(fault, answer.Frames, ended).ConfigureAwait(false);
    }

    private async Task SendFramesAsync(Fault? fault, IEnumerable<StreamFrame> frames, CancellationToken ended)
    {
        var contents = 0;
        var first = true;
        var pending = StreamStrike.IsPlaced(fault);

        foreach (var frame in frames)
        {
            if (!first && fault?.Kind is FaultKind.SlowBody)
            {
                await Task.Delay(fault.Delay!.Value, time, ended).ConfigureAwait(false);
            }

            first = false;

            if (pending && StreamStrike.IsBefore(frame, contents, fault!))
            {
                pending = false;

                if (await StrikeAsync(fault!, ended).ConfigureAwait(false))
                {
                    return;
                }
            }

            // Still pending here, a last content event says that all is well, and must not before the fault.
            var isLast = frame.Ends && !pending;

            if (isLast)
            {
                request.MarkAnswered(); // before it is sent: a client may leave the moment it has the last message
            }

            await SendAsync(pending && frame.Unfinished is { } unfinished ? unfinished : frame.Bytes, ended).ConfigureAwait(false);
            contents += frame.IsContent ? 1 : 0;

            if (pending && StreamStrike.IsAfter(frame, contents, fault!))
            {
                pending = false;

                if (await StrikeAsync(fault!, ended).ConfigureAwait(false))
                {
                    return;
                }
            }
        }

        await CloseAsync(ended).ConfigureAwait(false);
    }

    /// <summary>Does the fault's deed; says whether the answer is over with it.</summary>
    private async Task<bool> StrikeAsync(Fault fault, CancellationToken ended)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutStream:
                await CutAsync().ConfigureAwait(false);
                return true;
            case FaultKind.StallAfter:
                await HoldAsync(ended).ConfigureAwait(false);
                return true;
            case FaultKind.EndWithoutTerminator:
                await CloseAsync(ended).ConfigureAwait(false);
                return true;
            case FaultKind.ErrorMidStream:
                var error = wire.WordError(new WireFailure(WireErrorKind.ServerError, request));
                await SendLastAsync(wire.FrameError(error, request), ended).ConfigureAwait(false);
                return true;
            default:
                await SendAsync(wire.FrameMalformed(request), ended).ConfigureAwait(false);
                return false;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken ended)
        => await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ended).ConfigureAwait(false);

    private async Task SendLastAsync(ReadOnlyMemory<byte> message, CancellationToken ended)
    {
        request.MarkAnswered();
        await SendAsync(message, ended).ConfigureAwait(false);
        await CloseAsync(ended).ConfigureAwait(false);
    }

    private async Task CloseAsync(CancellationToken ended)
    {
        request.MarkAnswered();

        // A client that has the last message may be gone before our leave, or have taken its own.
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the client to leave, or for the fake's end.</summary>
    private static Task HoldAsync(CancellationToken ended) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);

    /// <summary>Ends the connection without a word, behind what was sent: our side first, for a reset throws away what the client has not read yet.</summary>
    private async Task CutAsync()
    {
        request.MarkAnswered();
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Patience, TimeProvider.System, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
