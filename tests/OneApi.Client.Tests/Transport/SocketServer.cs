using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Tests.Transport;

/// <summary>A WebSocket server on loopback that a test holds by the hand: it decides about every fragment, and about the bytes underneath.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    private SocketServer(Func<Peer, Task> serve, bool agrees)
    {
        _listener.Start();
        _serving = ServeAsync(serve, agrees);
    }

    public string Url => $"ws://{_listener.LocalEndpoint}";

    /// <summary>Gets a task that ends when the client's end of the connection is gone.</summary>
    public Task ClientLeft => _left.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    /// <summary>Gets the request's head as it came.</summary>
    public string Head { get; private set; } = "";

    public static SocketServer Start(Func<Peer, Task> serve, bool agrees = true) => new(serve, agrees);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<Peer, Task> serve, bool agrees)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        client.NoDelay = true;
        var stream = client.GetStream();
        Head = await ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {(agrees ? AcceptOf(Head) : "bm8=")}\r\n\r\n"), _stop.Token);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        try
        {
            var peer = new Peer(socket, stream, client, _stop.Token);
            await serve(peer);
            while (await peer.ReadAsync() is not null)
            {
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException)
        {
        }

        _left.TrySetResult();
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.Equal(1, await stream.ReadAsync(one, _stop.Token));
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static string AcceptOf(string head)
    {
        var key = head.Split("\r\n").Single(static line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))["Sec-WebSocket-Key: ".Length..];
#pragma warning disable CA5350 // the handshake's own hash
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }

    /// <summary>The test's end of one socket.</summary>
    internal sealed class Peer(WebSocket socket, NetworkStream stream, TcpClient client, CancellationToken stop)
    {
        /// <summary>The client's next message, or null when it leaves.</summary>
        public async Task<string?> ReadAsync()
        {
            using var message = new MemoryStream();
            var buffer = new byte[4096];
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), stop);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(message.ToArray());
                }
            }
        }

        public Task SendAsync(string message) => SendPartAsync(Encoding.UTF8.GetBytes(message), isLast: true);

        public Task SendPartAsync(byte[] part, bool isLast, WebSocketMessageType type = WebSocketMessageType.Text) => socket.SendAsync(part, type, isLast, stop);

        /// <summary>Bytes of the protocol underneath.</summary>
        public Task SendRawAsync(params byte[] bytes) => stream.WriteAsync(bytes, stop).AsTask();

        /// <summary>Reads as many bytes of the protocol underneath.</summary>
        public Task ReadRawAsync(int count) => stream.ReadExactlyAsync(new byte[count], stop).AsTask();

        public Task CloseAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);

        public void Cut() => client.Client.Shutdown(SocketShutdown.Send);

        public Task HoldAsync() => ReadAsync();
    }
}
