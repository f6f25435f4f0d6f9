using System.Text.Json;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Writes what every way of sending a chat call needs: its body and its headers.</summary>
internal static class ChatCallWriter
{
    /// <summary>Writes the body into rented memory: the caller's own where he speaks the same wire.</summary>
    /// <param name="protocol">The wire.</param>
    /// <param name="request">The request.</param>
    /// <param name="isRelayed">Whether it is the caller's own.</param>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.Unsupported"/> when a setting can't be honoured and the host wants that refused.</exception>
    public static PooledBuffer WriteBody(ChatProtocol protocol, ChatRequest request, out bool isRelayed)
    {
        var body = new PooledBuffer();
        isRelayed = request.Wire is not null && protocol.TryWriteRelayed(body, request);
        if (!isRelayed)
        {
            using var writer = new Utf8JsonWriter(body, JsonWrite.WriterOptions);
            protocol.WriteChat(writer, request);
        }

        if (request.Strict && request.Warnings.Count > 0)
        {
            body.Return();
            throw new OneApiException(OneApiErrorKind.Unsupported)
            {
                ProviderCode = "setting_not_supported",
                ProviderMessage = request.Warnings.All[0].Setting + ": " + request.Warnings.All[0].Message,
            };
        }

        return body;
    }

    public static IEnumerable<KeyValuePair<string, string>> HeadersOf(ChatProtocol protocol, ChatRequest request) =>
        request.ForwardedHeaders.Count == 0 ? protocol.GetHeaders(request) : request.ForwardedHeaders.Concat(protocol.GetHeaders(request));
}
