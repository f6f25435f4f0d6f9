using System.Net;
using System.Net.Http.Headers;

namespace OneApi.Client.Transport;

/// <summary>A request body that stands in memory. The first write to it is the sign that the connection stands.</summary>
internal class MemoryBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly AttemptClock _clock;

    public MemoryBody(ReadOnlyMemory<byte> body, MediaTypeHeaderValue? contentType, AttemptClock clock)
    {
        _body = body;
        _clock = clock;
        Headers.ContentType = contentType;
    }

    /// <summary>Gets the bytes for those who sign them: reading the content itself would pass for the first write.</summary>
    public ReadOnlyMemory<byte> Memory => _body;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _clock.NoteConnected();
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
