using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Writes a whole answer (protocols/anthropic.md §4).</summary>
internal static class MessagesAnswerWriter
{
    /// <summary>What an Anthropic server says of an answer beside its content.</summary>
    private static readonly string[] Others = ["container", "context_management"];

    public static void Write(IBufferWriter<byte> output, ChatResponse response, ChatBody request)
    {
        using var writer = new Utf8JsonWriter(output, MessagesBlockWriter.JsonOptions);
        writer.WriteStartObject();
        WriteHead(writer, response.ResponseId, response.ModelId ?? request.Options.ModelId);
        writer.WriteStartArray("content"u8);
        var hasCall = false;
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
            {
                hasCall |= content is FunctionCallContent { InformationalOnly: false };
                MessagesBlockWriter.Write(writer, content);
            }
        }

        writer.WriteEndArray();
        MessagesStop.Write(writer, response.FinishReason, response.AdditionalProperties, hasCall);
        WriteOthers(writer, response.AdditionalProperties);
        writer.WritePropertyName("usage"u8);
        MessagesUsageWriter.Write(writer, response.Usage, response.AdditionalProperties);
        writer.WriteEndObject();
    }

    /// <summary>Writes id, type, role and model.</summary>
    public static void WriteHead(Utf8JsonWriter writer, string? id, string? model)
    {
        writer.WriteString("id"u8, string.IsNullOrEmpty(id) ? "msg_" + RandomNumberGenerator.GetHexString(24, lowercase: true) : id);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("model"u8, model);
    }

    public static void WriteOthers(Utf8JsonWriter writer, AdditionalPropertiesDictionary? others)
    {
        foreach (var name in Others)
        {
            if (others?.TryGetValue(name, out var value) == true && value is JsonElement { ValueKind: JsonValueKind.Object } element)
            {
                writer.WritePropertyName(name);
                element.WriteTo(writer);
            }
        }
    }
}
