using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Transport;

/// <summary>
/// The opening of a WebSocket (RFC 6455 §4.1). It is made as an ordinary request of our own clients, so that authentication
/// handlers see it, and so that status and body of a refusal can be read, which <see cref="ClientWebSocket"/> hides.
/// </summary>
internal static class SocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly WebSocketCreationOptions ClientSide = new() { IsServer = false, KeepAliveInterval = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>The address with a socket's scheme: <c>http</c> is <c>ws</c>, <c>https</c> is <c>wss</c>.</summary>
    public static string SocketUrl(string url) => url.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "ws" + url["http".Length..] : url;

    /// <summary>Asks for a socket.</summary>
    /// <returns>The key that the answer must know.</returns>
    public static string Ask(HttpRequestMessage request)
    {
        Span<byte> nonce = stackalloc byte[16];
        RandomNumberGenerator.Fill(nonce);
        var key = Convert.ToBase64String(nonce);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        return key;
    }

    public static bool IsAgreed(HttpResponseMessage response, string key) =>
        response.Headers.NonValidated.TryGetValues("Sec-WebSocket-Accept", out var values) && values.ToString() == AcceptOf(key);

    public static WebSocket Open(Stream connection) => WebSocket.CreateFromStream(connection, ClientSide);

    private static string AcceptOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the handshake's own hash: it protects nothing
        SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic), hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
