using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OneApi.Client.EndToEnd.Tests.ByteCuts;

namespace OneApi.Client.EndToEnd.Tests.LockStep;

/// <summary>
/// Sends a recorded stream event by event over a real connection, and the next event only after its reader has confirmed all text of those
/// before: whatever holds an event back stops the stream for good.
/// </summary>
internal sealed class LockStepServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CutStream _stream;
    private readonly SemaphoreSlim _confirmed = new(0);
    private readonly CancellationTokenSource _end;
    private readonly Task _serving;
    private int _read;

    public LockStepServer(CutStream stream, CancellationToken stop)
    {
        _stream = stream;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _listener.Start();
        _serving = ServeAsync(_end.Token);
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gets how many events were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>The reader has so many characters.</summary>
    public void Confirm(int characters)
    {
        Volatile.Write(ref _read, characters);
        _confirmed.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync(); // it may be waiting for a confirmation that never comes
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // It was waiting for somebody.
        }

        _end.Dispose();
        _confirmed.Dispose();
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        while (true)
        {
            using var connection = await _listener.AcceptTcpClientAsync(stop);
            connection.NoDelay = true;
            var network = connection.GetStream();
            if (await ReadRequestAsync(network, stop))
            {
                await StreamAsync(network, stop);
                return;
            }

            await WriteAsync(network, string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {_stream.Credential!.Length}\r\nConnection: close\r\n\r\n"), stop);
            await network.WriteAsync(_stream.Credential, stop);
        }
    }

    private async Task StreamAsync(NetworkStream network, CancellationToken stop)
    {
        await WriteAsync(network, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n", stop);
        var from = 0;
        foreach (var boundary in _stream.Boundaries.Append(_stream.Bytes.Length).Distinct())
        {
            await WriteAsync(network, string.Create(CultureInfo.InvariantCulture, $"{boundary - from:x}\r\n"), stop);
            await network.WriteAsync(_stream.Bytes.AsMemory(from, boundary - from), stop);
            await WriteAsync(network, "\r\n", stop);
            from = boundary;
            Sent++;
            while (Volatile.Read(ref _read) < _stream.LeastAt(boundary).Length)
            {
                await _confirmed.WaitAsync(stop);
            }
        }

        await WriteAsync(network, "0\r\n\r\n", stop);
    }

    /// <summary>Reads a request to its end, and says whether it is a question.</summary>
    private static async Task<bool> ReadRequestAsync(NetworkStream network, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, await network.ReadAsync(buffer, stop)));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var head = request[..end];
            var isWhole = head.Contains("chunked", StringComparison.OrdinalIgnoreCase)
                ? request.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
                : request.Length - end - 4 >= LengthOf(head);
            if (isWhole)
            {
                return request.Contains("case 0", StringComparison.Ordinal);
            }
        }
    }

    private static int LengthOf(string head) =>
        head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture)
            : 0;

    private static ValueTask WriteAsync(NetworkStream network, string text, CancellationToken stop) => network.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
}
