using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Tests;

/// <summary>A bare WebSocket client of Spark with the signature of the page (spark.md §3): sees messages, not meanings.</summary>
internal static class SparkSocket
{
    public const string Hello = """{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5"}},"payload":{"message":{"text":[{"role":"user","content":"hello"}]}}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static string Sign(FakeSpark fake, string path = "/v3.5/chat", string? key = null, string? secret = null, DateTimeOffset? at = null, string method = "GET", string prefix = "")
    {
        var host = new Uri(fake.Url).Authority;
        var date = (at ?? DateTimeOffset.UtcNow).ToString("r", CultureInfo.InvariantCulture);
        var lines = $"host: {host}\ndate: {date}\n{method} {path} HTTP/1.1";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? fake.SecretKey), Encoding.UTF8.GetBytes(lines)));
        var name = prefix.Length == 0 ? "api_key" : $"{prefix} username";
        var words = $"{name}=\"{key ?? fake.ApiKey}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", signature=\"{signature}\"";
        return $"{path}?authorization={WebUtility.UrlEncode(Convert.ToBase64String(Encoding.UTF8.GetBytes(words)))}&date={WebUtility.UrlEncode(date)}&host={WebUtility.UrlEncode(host)}";
    }

    public static async Task<ClientWebSocket> OpenAsync(FakeSpark fake, string? target = null)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri("ws" + fake.Url["http".Length..] + (target ?? Sign(fake))), Stop);
        return socket;
    }

    /// <summary>What a handshake that is refused is answered.</summary>
    public static async Task<Http.Answer> RefusalAsync(FakeSpark fake, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, fake.Url + target);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return await Http.SendAsync(request);
    }

    /// <summary>Sends one message and reads all that come; says how the socket ended.</summary>
    public static async Task<(List<string> Messages, bool Broke)> AskAsync(FakeSpark fake, string message = Hello, string? target = null)
    {
        using var socket = await OpenAsync(fake, target);
        await SendAsync(socket, message);
        var messages = new List<string>();
        try
        {
            while (await ReadAsync(socket) is { } one)
            {
                messages.Add(one);
            }

            return (messages, false);
        }
        catch (WebSocketException)
        {
            return (messages, true);
        }
    }

    public static Task SendAsync(WebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Stop);

    public static async Task<string?> ReadAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
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
}
