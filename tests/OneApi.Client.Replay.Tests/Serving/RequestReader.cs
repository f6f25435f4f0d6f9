using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.Replay.Tests.Serving;

/// <summary>Reads one HTTP/1.1 request from a socket: with a length, chunked, or without a body.</summary>
internal static class RequestReader
{
    public static async Task<ReceivedRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffered = new BufferedStream(stream, 64 * 1024);

        var start = await LineAsync(buffered, cancellationToken);
        if (start.Length == 0)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(buffered, cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        if (headers.ContainsKey("expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        var body = headers.GetValueOrDefault("transfer-encoding") == "chunked"
            ? await ChunkedAsync(buffered, cancellationToken)
            : await BytesAsync(buffered, int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture), cancellationToken);

        var parts = start.Split(' ');
        return new ReceivedRequest(parts[0], parts[1], headers, Encoding.UTF8.GetString(body));
    }

    private static async Task<byte[]> ChunkedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var whole = new List<byte>();
        while (true)
        {
            var size = int.Parse((await LineAsync(stream, cancellationToken)).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.AddRange(await BytesAsync(stream, size, cancellationToken));
            await LineAsync(stream, cancellationToken);
            if (size == 0)
            {
                return [.. whole];
            }
        }
    }

    private static async Task<byte[]> BytesAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);

        return bytes;
    }

    private static async Task<string> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
    }
}
