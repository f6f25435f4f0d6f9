using System.Net.Http.Headers;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols;

/// <summary>What every wire has, whatever it carries: a name, and errors that it words in its own way.</summary>
internal abstract class WireProtocol
{
    /// <summary>Gets the name under which the catalogue picks the wire (<c>chat-completions</c>, …).</summary>
    public abstract string Name { get; }

    /// <summary>Finds the fault in a body that is an error, whatever its status.</summary>
    /// <param name="status">The HTTP status, or null for an event inside a stream.</param>
    /// <param name="body">The body, or the event's data.</param>
    public abstract ProviderFault ReadError(int? status, ReadOnlySpan<byte> body);

    /// <summary>The provider's request id out of the answer's headers, or null.</summary>
    public virtual string? GetRequestId(HttpResponseHeaders headers) => RequestIds.Find(headers);
}
