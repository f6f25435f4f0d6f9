using System.Net.Http.Headers;
using System.Text.Json;

namespace OneApi.Client.Protocols;

/// <summary>A successful answer, read whole. What is kept of it is copied out before it is disposed.</summary>
internal sealed class WireReply(int status, string? contentType, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, Action release) : IDisposable
{
    private bool _isReleased;

    public int Status { get; } = status;

    public string? ContentType { get; } = contentType;

    public ReadOnlySpan<byte> Span => body.Span;

    public byte[] ToArray() => body.ToArray();

    /// <summary>The body as JSON; it lives as long as the reply.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonDocument ToJson() => JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);

    public string? Header(string name)
    {
        if (headers.NonValidated.TryGetValues(name, out var values))
        {
            foreach (var value in values)
            {
                return value;
            }
        }

        return null;
    }

    public void Dispose()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            release();
        }
    }
}
