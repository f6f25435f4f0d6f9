using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols;

/// <summary>
/// One wire: how a chat call is written, and how whole answers, streams and errors are read.
/// Stateless and shared; it knows nothing of channels, quotas or routing.
/// </summary>
internal abstract class ChatProtocol
{
    /// <summary>Gets the name under which configuration picks the wire (<c>chat-completions</c>, …).</summary>
    public abstract string Name { get; }

    /// <summary>The address of a chat call.</summary>
    public abstract string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming);

    /// <summary>The address of a chat call, for wires where it depends on what the call holds.</summary>
    public virtual string GetChatUrl(ChatRequest request) => GetChatUrl(request.Endpoint, request.Model, request.Streaming);

    /// <summary>Writes the request body.</summary>
    public abstract void WriteChat(Utf8JsonWriter writer, ChatRequest request);

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="OneApiException">The body says error, or says nothing.</exception>
    public abstract ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request);

    /// <summary>Makes the reader of one streamed answer.</summary>
    public abstract ChatStreamReader CreateStreamReader(ChatRequest request);

    /// <summary>Finds the fault in a body that is an error, whatever its status.</summary>
    /// <param name="status">The HTTP status, or null for an event inside a stream.</param>
    /// <param name="body">The body, or the event's data.</param>
    public abstract ProviderFault ReadError(int? status, ReadOnlySpan<byte> body);

    /// <summary>Headers that a call's own settings ask for (<c>anthropic-beta</c>, …); none for most.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request) => [];

    /// <summary>The provider's request id out of the answer's headers, or null.</summary>
    public virtual string? GetRequestId(HttpResponseHeaders headers) => RequestIds.Find(headers);
}
