using System.Net;

namespace OneApi.Client.Transport;

/// <summary>Reads bodies into rented memory, bounded.</summary>
internal static class WireBody
{
    public const int MaxAnswerBytes = 32 * 1024 * 1024;
    /// <summary>An answer with images in it, ten of the largest as base64.</summary>
    public const int MaxImageAnswerBytes = 128 * 1024 * 1024;

    /// <summary>One image that is fetched.</summary>
    public const int MaxImageBytes = 64 * 1024 * 1024;

    public const int MaxErrorBytes = 256 * 1024;
    public const int MaxLineBytes = 8 * 1024 * 1024;

    /// <summary>Reads the whole body; the caller returns the buffer.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ProtocolViolation"/> when it is larger than the limit.</exception>
    public static Task<PooledBuffer> ReadAsync(HttpResponseMessage response, int maxBytes, AttemptClock clock) => ReadAsync(response, maxBytes, clock, clock.Token);

    /// <summary>Reads the whole body under a token of its own; the caller returns the buffer.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ProtocolViolation"/> when it is larger than the limit.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpResponseMessage response, int maxBytes, AttemptClock clock, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var expected = response.Content.Headers.ContentLength;
        var buffer = new PooledBuffer(expected is > 0 and < 1024 * 1024 ? (int)expected + 1 : 8192);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(512), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer;
            }

            buffer.Advance(read);
            clock.NoteBytes();
            if (buffer.Length > maxBytes)
            {
                throw new OneApiException(OneApiErrorKind.ProtocolViolation)
                {
                    StatusCode = response.StatusCode,
                    ProviderMessage = "The body is larger than the limit.",
                };
            }
        }
    }

    /// <summary>Reads as much of an error's body as tells what it is; a body that breaks off is as good as its beginning.</summary>
    public static async Task<PooledBuffer> ReadErrorAsync(HttpResponseMessage response, AttemptClock clock)
    {
        using var stream = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
        var buffer = new PooledBuffer();
        try
        {
            int read;
            while (buffer.Length < MaxErrorBytes && (read = await stream.ReadAsync(buffer.GetMemory(512), clock.Token).ConfigureAwait(false)) > 0)
            {
                buffer.Advance(read);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The status and what came of the body say enough.
        }

        return buffer;
    }
}
