using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>
/// One wire: how a chat call is written, and how whole answers, streams and errors are read.
/// Stateless and shared; it knows nothing of channels, quotas or routing.
/// </summary>
internal abstract class ChatProtocol : WireProtocol
{
    /// <summary>Gets the wire whose words its bodies are in: a server may have it at addresses of its own.</summary>
    public virtual string Wire => Name;

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

    /// <summary>How the server would go on with a given beginning of the answer, or null when it would not, or nobody knows.</summary>
    public virtual Prefill? PrefillOf(ChatRequest request) => null;

    /// <summary>Headers that a call's own settings ask for (<c>anthropic-beta</c>, …); none for most.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request) => [];

    /// <summary>Writes the caller's own request with what must be changed in it, where he speaks this wire and the server takes it like that.</summary>
    /// <returns>False, and nothing is written, where the request has to be written anew.</returns>
    public virtual bool TryWriteRelayed(IBufferWriter<byte> output, ChatRequest request) => false;

    /// <summary>Says whether a streamed event tells nothing but what the caller did not ask for.</summary>
    public virtual bool IsWithheld(ReadOnlySpan<byte> data, ChatRequest request) => false;
}
