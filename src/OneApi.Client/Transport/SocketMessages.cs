using System.Net.WebSockets;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>The messages of one socket: what is sent, and what comes, its fragments joined. What breaks becomes the error that it means.</summary>
internal sealed class SocketMessages(WebSocket socket, ProviderEndpoint endpoint, AttemptClock clock, int maxBytes) : IDisposable
{
    private readonly PooledBuffer _buffer = new(8192);
    private bool _hasAny;

    /// <summary>Gets the message at hand. It holds until the next is read.</summary>
    public ReadOnlySpan<byte> Current => _buffer.Span;

    /// <summary>Sends one message of text; its memory goes back to the pool.</summary>
    public async ValueTask SendAsync(PooledBuffer message)
    {
        try
        {
            await socket.SendAsync(message.Memory, WebSocketMessageType.Text, endOfMessage: true, clock.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsLoss(error))
        {
            throw Lost(error);
        }

        message.Return(); // on any other way out the sending may still be at it, so the memory is left to the collector
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>False when the other side has closed the socket in good order.</returns>
    public async ValueTask<bool> ReadAsync()
    {
        _buffer.Clear();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_buffer.GetMemory(1024), clock.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return false;
                }

                _buffer.Advance(part.Count);
                if (_buffer.Length > maxBytes)
                {
                    throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "A message of the socket is longer than the limit.");
                }

                if (part.EndOfMessage)
                {
                    return _hasAny = true;
                }
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            throw Lost(error);
        }
    }

    public void Dispose() => _buffer.Return();

    /// <summary>What our own end of the socket throws is not the provider's doing.</summary>
    private bool IsLoss(Exception error) => error is WebSocketException or IOException && !clock.Token.IsCancellationRequested;

    /// <summary>A provider that has said nothing yet was not there; one that breaks off, or breaks the rules of sockets, has broken its word.</summary>
    private OneApiException Lost(Exception error)
    {
        var wasThere = _hasAny || error is WebSocketException { WebSocketErrorCode: not WebSocketError.ConnectionClosedPrematurely };
        return ProviderFaults.Of(
            endpoint,
            wasThere ? OneApiErrorKind.ProtocolViolation : OneApiErrorKind.ProviderUnavailable,
            "The socket was lost before the answer was whole.",
            inner: error);
    }
}
