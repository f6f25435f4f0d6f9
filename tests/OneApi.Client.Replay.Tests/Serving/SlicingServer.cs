using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OneApi.Client.Replay.Tests.Recordings;

namespace OneApi.Client.Replay.Tests.Serving;

/// <summary>
/// A loopback HTTP/1.1 server that answers every POST with one recorded answer: the body goes out chunked, in random slices
/// of 1 to 200 bytes, each in a segment of its own.
/// </summary>
/// <remarks>It writes to the socket itself, so that nothing between it and the client can join the slices.</remarks>
internal sealed class SlicingServer : IAsyncDisposable
{
    private const int LongestSlice = 200;

    private static readonly TimeSpan _pause = TimeSpan.FromMicroseconds(60);

    private static readonly HashSet<string> _framing = new(["content-length", "transfer-encoding", "connection", "content-encoding"], StringComparer.OrdinalIgnoreCase);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _status;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly byte[] _body;
    private readonly int _longestSlice;
    private readonly bool _isPaced;
    private readonly int _seed;
    private readonly Task _accepting;

    private SlicingServer(int status, IReadOnlyDictionary<string, string> headers, byte[] body, bool isEventStream, int seed)
    {
        _status = status;
        _headers = headers;
        _body = body;
        _longestSlice = isEventStream ? LongestSlice : Math.Max(LongestSlice, body.Length / 200);
        _isPaced = isEventStream;
        _seed = seed;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static SlicingServer Start(Exchange exchange)
    {
        var isEventStream = exchange.Headers.GetValueOrDefault("content-type", "").StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

        return Start(exchange.Case.Status, exchange.Headers, exchange.Body, isEventStream, exchange.Case.Id);
    }

    /// <summary>Starts a server. A stream is always cut into 1 to 200 bytes, a large whole body into proportionally larger slices.</summary>
    public static SlicingServer Start(int status, IReadOnlyDictionary<string, string> headers, byte[] body, bool isEventStream, string seed) =>
        new(status, headers, body, isEventStream, StableHash.Of(seed));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Stop();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        client.NoDelay = true;
        try
        {
            await using var stream = client.GetStream();
            if (await RequestReader.ReadAsync(stream, _stop.Token) is { } request)
            {
                _requests.Enqueue(request);
                await AnswerAsync(stream);
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The client left before the end, which is its right (a stream that has failed is not read on).
            return;
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        await stream.WriteAsync(Head(), _stop.Token);

        var random = new Random(_seed);
        for (var at = 0; at < _body.Length;)
        {
            var length = Math.Min(random.Next(1, _longestSlice + 1), _body.Length - at);
            await stream.WriteAsync(Chunk(_body.AsSpan(at, length)), _stop.Token);
            await stream.FlushAsync(_stop.Token);
            at += length;
            LetTheClientRead();
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), _stop.Token);
    }

    /// <summary>A moment's pause, without which the client finds many slices in one read. No test depends on it.</summary>
    private void LetTheClientRead()
    {
        var since = Stopwatch.GetTimestamp();
        while (_isPaced && Stopwatch.GetElapsedTime(since) < _pause)
        {
            Thread.Yield();
        }
    }

    private byte[] Head()
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {_status} Recorded\r\n"));
        foreach (var (name, value) in _headers)
        {
            if (!_framing.Contains(name))
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes(head.Append("transfer-encoding: chunked\r\nconnection: close\r\n\r\n").ToString());
    }

    private static byte[] Chunk(ReadOnlySpan<byte> slice) =>
        [.. Encoding.ASCII.GetBytes(slice.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. slice, .. "\r\n"u8];
}
