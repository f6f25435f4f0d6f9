using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>
/// One way in which callers write chat calls over HTTP, and want their answers written. Stateless and shared.
/// It knows nothing of tokens or of channels.
/// </summary>
internal abstract class ChatDialect
{
    /// <summary>Gets the wire under which a request of the dialect can be passed through to a channel (<see cref="Wires"/>), or null when it is always translated.</summary>
    public virtual string? Wire => null;

    /// <summary>Puts into a request what it refers to of earlier answers; most dialects have no references.</summary>
    /// <param name="body">One JSON value no deeper than the limit.</param>
    /// <param name="caller">Whose answers are meant: the id of his access token, or null without one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public virtual ValueTask<ReadOnlyMemory<byte>> RecallAsync(ReadOnlyMemory<byte> body, string? caller, CancellationToken cancellationToken) => new(body);

    /// <summary>Remembers an answer that is written, before the caller has its end. It does not throw, and does not take long.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Whose it is: the id of his access token, or null without one.</param>
    public virtual ValueTask KeepAsync(ChatBody request, string? caller) => ValueTask.CompletedTask;

    /// <summary>Reads a request. The body is one JSON value no deeper than the limit, which was checked before.</summary>
    /// <exception cref="EndpointException">Something in it can't be; the error says where, what was found and what would be right.</exception>
    public abstract ChatBody Read(ReadOnlyMemory<byte> body);

    /// <summary>Reads what callers of the dialect say in headers; most have nothing to say there.</summary>
    /// <param name="body">What was read of the request.</param>
    /// <param name="headers">The request's headers.</param>
    public virtual void ReadHeaders(ChatBody body, IHeaderDictionary headers)
    {
    }

    /// <summary>Writes a whole answer.</summary>
    public abstract void WriteAnswer(IBufferWriter<byte> output, ChatResponse response, ChatBody request);

    /// <summary>Makes the writer of one streamed answer.</summary>
    public abstract ChatEventWriter CreateEventWriter(ChatBody request);

    /// <summary>Writes the body of an error.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="error">The error.</param>
    /// <param name="requestId">The id that the answer's headers carry.</param>
    public abstract void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId);
}
