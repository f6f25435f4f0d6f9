using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OneApi.Client.Testing.Wall;

/// <summary>Writes one answer to a socket, byte by byte as its script says. Nothing is buffered.</summary>
internal sealed class WallOutput(Socket socket, WallRequest request, WallReply reply, TimeProvider time, CancellationToken ended)
{
    private bool _isChunked;

    /// <summary>Sends the answer; says whether the connection may be used again. A cut is the caller's to do.</summary>
    public async Task<bool> SendAsync(WallScript script)
    {
        _isChunked = script.IsStream && !reply.EndsWithClose;
        if (reply.LateBy is { } late && !reply.LateAfterHeaders)
        {
            await WaitAsync(late).ConfigureAwait(false);
        }

        await WriteAsync(Head(script)).ConfigureAwait(false);
        if (reply.LateBy is { } lateBody && reply.LateAfterHeaders)
        {
            await WaitAsync(lateBody).ConfigureAwait(false);
        }

        foreach (var step in script.Steps)
        {
            await WaitAsync(step.Wait).ConfigureAwait(false);
            if (step.Ends)
            {
                request.MarkAnswered(time.GetUtcNow()); // a client may leave as soon as it has read this
            }

            await WriteBodyAsync(step.Bytes).ConfigureAwait(false);
        }

        request.MarkAnswered(time.GetUtcNow());
        if (script.IsCut)
        {
            return false;
        }

        if (_isChunked)
        {
            await WriteAsync("0\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        }

        return !reply.EndsWithClose;
    }

    private byte[] Head(WallScript script)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.StatusCode} {ReasonPhrases.GetReasonPhrase(reply.StatusCode)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {WallFrames.ContentTypeOf(reply, script.IsStream)}\r\n");
        head.Append(reply.EndsWithClose ? "Connection: close\r\n" : _isChunked ? "Transfer-Encoding: chunked\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {script.Length}\r\n"));
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    private Task WaitAsync(TimeSpan wait) => wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, wait == Timeout.InfiniteTimeSpan ? TimeProvider.System : time, ended);

    private async Task WriteBodyAsync(ReadOnlyMemory<byte> bytes)
    {
        var size = reply.SliceBytes > 0 ? reply.SliceBytes : bytes.Length;
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(size, bytes.Length)..])
        {
            var slice = bytes[..Math.Min(size, bytes.Length)];
            await WriteAsync(_isChunked ? Chunk(slice.Span) : slice).ConfigureAwait(false);
        }
    }

    private static byte[] Chunk(ReadOnlySpan<byte> bytes)
        => [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. bytes, .. "\r\n"u8];

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, ended).ConfigureAwait(false)..];
        }
    }
}
