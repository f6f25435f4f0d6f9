using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Sends one answer over a socket, a message for each event, and plays the fault that strikes it on the way. What <see cref="AnswerSender"/> is to HTTP.</summary>
internal sealed class SocketSender(WebSocket socket, HttpContext context, FakeRequest request, ProviderWire wire, TimeProvider time, Action noteDisconnect, CancellationToken stopping)
    : EventSender(context, request, wire, time, stopping)
{
    public async Task SendAsync(Fault? fault, WireAnswer answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Context.RequestAborted, Stopping);
        var watching = WatchAsync(ended);

        try
        {
            await PlayAsync(fault, answer, ended.Token).ConfigureAwait(false);
            await watching.WaitAsync(Patience, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception gone) when (ended.IsCancellationRequested && gone is OperationCanceledException or IOException or WebSocketException)
        {
            // The client left, or the fake is being disposed. Nobody is listening.
        }

        Context.Abort();
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
                await Task.Delay(fault.Delay!.Value, Time, ended).ConfigureAwait(false);
                break;
        }

        if (answer.Frames is null)
        {
            await EndAsync(answer.Body, ended).ConfigureAwait(false);
            return;
        }

        await SendFramesAsync(fault, answer.Frames, ended).ConfigureAwait(false);
    }

    protected override async Task WriteAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken ended)
    {
        if (isLast)
        {
            Request.MarkAnswered(); // before it is sent: a client may leave the moment it has the last message
        }

        await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, ended).ConfigureAwait(false);
    }

    protected override async Task EndAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        Request.MarkAnswered();
        if (!bytes.IsEmpty)
        {
            await WriteAsync(bytes, isLast: true, ended).ConfigureAwait(false);
        }

        // A client that has the last message may be gone before our leave, or have taken its own.
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended).ConfigureAwait(false);
        }
    }
}
