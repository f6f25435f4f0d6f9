using System.Buffers;
using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes OpenAI's error object (protocols/openai.md §9), with the request id in it.</summary>
internal static class OpenAIErrorWriter
{
    public static void Write(Utf8JsonWriter writer, EndpointError error, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteString("request_id"u8, requestId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes an error as an event of a stream.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        output.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions))
        {
            Write(writer, error, requestId);
        }

        output.Write("\n\n"u8);
    }
}
