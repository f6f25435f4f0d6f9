using System.Text.Json;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes the history (protocols/anthropic.md §3): roles alternate, since neighbours of one role were merged.</summary>
internal static class AnthropicMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var turn in AnthropicTurn.Of(request))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.IsAssistant ? "assistant"u8 : "user"u8);
            writer.WriteStartArray("content"u8);
            foreach (var item in turn.Items)
            {
                AnthropicContentWriter.Write(writer, request, item);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
