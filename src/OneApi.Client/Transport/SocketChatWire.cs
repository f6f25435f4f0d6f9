using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>
/// Carries one wire's chat calls over sockets: one for each call, one message out, and every message in is an event. A whole
/// answer is the stream put together. However a call ends, its socket ends with it.
/// </summary>
internal sealed class SocketChatWire(ChatProtocol protocol, ProviderHttp http, string scheme) : IChatWire
{
    private readonly WireSender _sender = new(protocol, http, scheme);

    public Prefill? PrefillOf(ChatRequest request) => protocol.PrefillOf(request);

    public async Task<ChatResponse> GetResponseAsync(ChatRequest request, CredentialUse credential, AttemptClock clock)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(request, credential, clock, clock.Token).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return StreamedAnswer.ToResponse(updates);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        ChatRequest request,
        CredentialUse credential,
        AttemptClock clock,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = ChatCallWriter.WriteBody(protocol, request, out _);
        using var socket = await ConnectAsync(request, body, credential, clock).ConfigureAwait(false);
        using var messages = new SocketMessages(socket, request.Endpoint, clock, WireBody.MaxLineBytes);
        await messages.SendAsync(body).ConfigureAwait(false);

        var reader = protocol.CreateStreamReader(request);
        var events = new ChatEvents(reader, request, clock);
        while (!events.IsComplete && await messages.ReadAsync().ConfigureAwait(false))
        {
            if (events.Parse("message", messages.Current) is { } update)
            {
                clock.RequestId ??= reader.RequestId;
                yield return update;
            }
        }

        foreach (var update in events.Finish(protocol, raw: []))
        {
            yield return update;
        }

        await CloseAsync(socket, clock).ConfigureAwait(false);
    }

    private async Task<WebSocket> ConnectAsync(ChatRequest request, PooledBuffer body, CredentialUse credential, AttemptClock clock)
    {
        try
        {
            var headers = ChatCallWriter.HeadersOf(protocol, request);
            return await _sender.ConnectAsync(request.Endpoint, protocol.GetChatUrl(request), headers, credential, clock).ConfigureAwait(false);
        }
        catch
        {
            body.Return(); // nobody has begun to send it
            throw;
        }
    }

    /// <summary>Takes leave as the rules of sockets want it; it may not hold up the answer.</summary>
    private static async ValueTask CloseAsync(WebSocket socket, AttemptClock clock)
    {
        try
        {
            using var brief = CancellationTokenSource.CreateLinkedTokenSource(clock.Token);
            brief.CancelAfter(100);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, brief.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or WebSocketException or ObjectDisposedException)
        {
            // The answer is whole; only the connection is lost.
        }
    }
}
