using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OneApi.Client.Testing.Serving;

/// <summary>Opens WebSockets on a bare Kestrel (RFC 6455 §4.2), and reads what clients send first.</summary>
internal static class SocketDoor
{
    public static bool IsAsked(HttpContext context)
        => context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && context.Request.Headers.SecWebSocketVersion == "13"
            && context.Request.Headers.SecWebSocketKey.ToString().Length > 0;

    public static async Task<WebSocket> OpenAsync(HttpContext context)
    {
        var answer = context.Response.Headers;
        answer.Connection = "Upgrade";
        answer.Upgrade = "websocket";
        answer.SecWebSocketAccept = AcceptOf(context.Request.Headers.SecWebSocketKey.ToString());
        var connection = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);

        return WebSocket.CreateFromStream(connection, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Reads one message, its fragments joined; <see langword="null"/> when the client leaves instead.</summary>
    public static async Task<byte[]?> ReadMessageAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];

        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);

                if (part.MessageType is WebSocketMessageType.Close)
                {
                    return null;
                }

                message.Write(buffer, 0, part.Count);

                if (part.EndOfMessage)
                {
                    return message.ToArray();
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // the handshake's own hash: it protects nothing
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
