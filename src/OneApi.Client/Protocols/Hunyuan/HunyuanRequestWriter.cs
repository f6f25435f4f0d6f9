using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Writes the body of <c>ChatCompletions</c> (protocols/hunyuan.md §3).</summary>
internal static class HunyuanRequestWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var raw = RawOf(request);
        writer.WriteStartObject();
        writer.WriteString("Model"u8, request.Model);
        if (!raw.Has("Messages"))
        {
            HunyuanMessageWriter.Write(writer, request);
        }

        writer.WriteBoolean("Stream"u8, request.Streaming);
        if (request.Options is { } options)
        {
            HunyuanSettingWriter.Write(writer, request, options, raw);
            HunyuanToolWriter.Write(writer, request, options, raw);
        }

        raw.WriteAll(writer, "Model", "Stream");
        writer.WriteEndObject();
    }

    /// <summary>The stop sequences whose text must be taken off the answer's end; those that the caller wrote in Tencent's words mean what Tencent means.</summary>
    public static IReadOnlyList<string> StopsOf(ChatRequest request) =>
        request.Options?.StopSequences is { Count: > 0 } stops && !RawOf(request).Has("Stop") ? [.. stops.Where(static stop => stop.Length > 0)] : [];

    private static RawMembers RawOf(ChatRequest request) => new(request.Raw, request.Options?.AdditionalProperties, OpenAI.OpenAISchema.StrictProperty);
}
