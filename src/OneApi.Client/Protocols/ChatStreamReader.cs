using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Reads one streamed answer, event by event. One instance per attempt; not thread-safe.</summary>
internal abstract class ChatStreamReader
{
    private bool _hasContent;

    /// <summary>Gets a value indicating whether content (text, reasoning, a fragment of a tool call) was on the wire. Set again by every event that has some.</summary>
    public bool HasContent
    {
        get => _hasContent;
        protected set
        {
            _hasContent = value;
            ContentEvents++;
        }
    }

    /// <summary>Gets how many events had content: only those keep a stream from counting as stalled.</summary>
    public int ContentEvents { get; private set; }

    /// <summary>Gets a value indicating whether the wire's end mark was seen; what follows it is not read.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>Gets a value indicating whether the body that ended held nothing, as the server's bodies may, and the answer is to be asked for whole.</summary>
    public virtual bool WantsWhole => false;
    /// <summary>Gets the provider's request id, where events name it and headers don't.</summary>
    public virtual string? RequestId => null;

    /// <summary>Reads one event.</summary>
    /// <returns>The update that it makes, or null when it makes none.</returns>
    /// <exception cref="OneApiException">The event is an error.</exception>
    /// <exception cref="System.Text.Json.JsonException">The data is not JSON.</exception>
    public abstract ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data);

    /// <summary>Called once, at the end of the body: gives the last update (usage, held-back contents), or fails when the end mark is missing.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ProtocolViolation"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public abstract ChatResponseUpdate? Complete();
}
