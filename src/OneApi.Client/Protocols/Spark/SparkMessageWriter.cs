using System.Text.Json;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Writes <c>payload.message</c> (protocols/spark.md §4, §7).</summary>
internal static class SparkMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, SparkModel model)
    {
        var history = new SparkHistory(request, model);
        writer.WriteStartObject("message"u8);
        writer.WriteStartArray("text"u8);
        if (history.Image is { } image)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, "user"u8);
            writer.WriteBase64String("content"u8, image.Data.Span);
            writer.WriteString("content_type"u8, "image"u8);
            writer.WriteEndObject();
        }

        foreach (var turn in history.Turns)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.Role);
            writer.WriteString("content"u8, turn.Text);
            if (model.SeesImages)
            {
                writer.WriteString("content_type"u8, "text"u8);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
