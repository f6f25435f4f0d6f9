using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>The bytes of a request, for the schemes that sign them.</summary>
internal static class RequestBody
{
    public static ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.Content switch
    {
        null => new(ReadOnlyMemory<byte>.Empty),
        MemoryBody body => new(body.Memory),
        var content => BufferAsync(content, cancellationToken),
    };

    private static async ValueTask<ReadOnlyMemory<byte>> BufferAsync(HttpContent content, CancellationToken cancellationToken) =>
        await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
}
