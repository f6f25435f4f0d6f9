using System.Buffers;
using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>The request and the answer of <c>/v1/messages/count_tokens</c>. The counting is the gateway's.</summary>
internal static class MessagesTokenCount
{
    /// <summary>Reads a request: a message request without <c>max_tokens</c> and <c>stream</c>; where they are there they count for nothing.</summary>
    /// <exception cref="EndpointException">Something in it can't be.</exception>
    public static ChatBody Read(ReadOnlyMemory<byte> body) => MessagesRequestReader.Read(body, isCounting: true);

    public static void Write(IBufferWriter<byte> output, long tokens)
    {
        using var writer = new Utf8JsonWriter(output, MessagesBlockWriter.JsonOptions);
        writer.WriteStartObject();
        writer.WriteNumber("input_tokens"u8, tokens);
        writer.WriteEndObject();
    }
}
