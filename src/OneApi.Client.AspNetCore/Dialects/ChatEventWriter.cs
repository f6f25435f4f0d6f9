using System.Buffers;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>Writes one streamed answer as server-sent events. One instance per call; not thread-safe. What a call writes is flushed at once.</summary>
internal abstract class ChatEventWriter
{
    /// <summary>Writes what an update says; nothing where it says nothing yet. Contents that the stream's own event has already carried (<see cref="Relay"/>) never come here.</summary>
    public abstract void Write(IBufferWriter<byte> output, ChatResponseUpdate update);

    /// <summary>Passes an event of the provider's own on as it came, and remembers what it has said. Only where the dialect has a <see cref="ChatDialect.Wire"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The event; it may be empty.</param>
    /// <param name="update">What the gateway has read in it.</param>
    public virtual void Relay(IBufferWriter<byte> output, WireBytes bytes, ChatResponseUpdate update) => throw new NotSupportedException();

    /// <summary>Ends the answer: what is still to be said (finish reason, usage), and the dialect's end mark, once.</summary>
    public abstract void Complete(IBufferWriter<byte> output);

    /// <summary>Ends a broken answer with an error in the stream. No end mark follows.</summary>
    public abstract void Fail(IBufferWriter<byte> output, EndpointError error, string requestId);
}
