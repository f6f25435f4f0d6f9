using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Completions;

/// <summary>Writes the parts of a text completion, whole or in pieces.</summary>
internal static class CompletionWriter
{
    public static string NewId() => "cmpl-" + Guid.CreateVersion7().ToString("N");

    public static string FinishOf(ChatFinishReason? reason) => reason is { Value: "length" or "content_filter" } word ? word.Value : "stop";

    /// <summary>Opens the object, up to its choices.</summary>
    public static void WriteHead(Utf8JsonWriter writer, string id, string? model, DateTimeOffset created)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("object"u8, "text_completion"u8);
        writer.WriteNumber("created"u8, created.ToUnixTimeSeconds());
        writer.WriteString("model"u8, model);
    }

    public static void WriteChoice(Utf8JsonWriter writer, string text, string? finish)
    {
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteNumber("index"u8, 0);
        writer.WriteNull("logprobs"u8);
        writer.WriteString("finish_reason"u8, finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
