using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.Testing.Wall;

/// <summary>What a client sends over one connection. It is read all the time, also while an answer is under way, so that its leaving is seen at once.</summary>
internal sealed class WallInput : IDisposable
{
    private readonly Socket _socket;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly CancellationTokenSource _left = new();
    private readonly Task _pump;

    public WallInput(Socket socket)
    {
        _socket = socket;
        Left = _left.Token;
        _pump = PumpAsync();
    }

    /// <summary>Gets the token that ends when the client has closed its side, or the connection is gone.</summary>
    public CancellationToken Left { get; }

    /// <summary>Waits for the end of the reading, which the socket's closing brings about.</summary>
    public Task EndAsync() => _pump;

    /// <summary>Reads the next request; <see langword="null"/> when there is none, or it is not HTTP/1.1.</summary>
    public async Task<WallMessage?> ReadAsync(CancellationToken stopping)
    {
        if (await ReadLineAsync(stopping).ConfigureAwait(false) is not { } start || start.Split(' ') is not [var method, var target, _])
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stopping).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                return await ReadBodyAsync(headers, stopping).ConfigureAwait(false) is { } body ? new(method, target, headers, body) : null;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }

        return null;
    }

    public void Dispose() => _left.Dispose();

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(_pipe.Writer.GetMemory(4096), SocketFlags.None).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                _pipe.Writer.Advance(count);
                await _pipe.Writer.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client has reset the connection, or we have closed it.
        }

        await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        await _left.CancelAsync().ConfigureAwait(false);
    }

    private async Task<byte[]?> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken stopping)
    {
        if (headers.TryGetValue("Transfer-Encoding", out var coding) && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadChunksAsync(stopping).ConfigureAwait(false);
        }

        return headers.TryGetValue("Content-Length", out var length) && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? await ReadExactlyAsync(count, stopping).ConfigureAwait(false)
            : [];
    }

    private async Task<byte[]?> ReadChunksAsync(CancellationToken stopping)
    {
        using var body = new MemoryStream();
        while (await ReadLineAsync(stopping).ConfigureAwait(false) is { } size)
        {
            if (!int.TryParse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            if (count == 0)
            {
                while (await ReadLineAsync(stopping).ConfigureAwait(false) is { Length: > 0 })
                {
                    // trailers
                }

                return body.ToArray();
            }

            if (await ReadExactlyAsync(count + 2, stopping).ConfigureAwait(false) is not { } chunk)
            {
                return null;
            }

            body.Write(chunk, 0, count);
        }

        return null;
    }

    private async Task<byte[]?> ReadExactlyAsync(int count, CancellationToken stopping)
    {
        if (count == 0)
        {
            return [];
        }

        var read = await _pipe.Reader.ReadAtLeastAsync(count, stopping).ConfigureAwait(false);
        if (read.Buffer.Length < count)
        {
            return null; // it left in the middle
        }

        var part = read.Buffer.Slice(0, count);
        var bytes = part.ToArray();
        _pipe.Reader.AdvanceTo(part.End);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken stopping)
    {
        while (true)
        {
            var read = await _pipe.Reader.ReadAsync(stopping).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _pipe.Reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            _pipe.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
