using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes <c>systemInstruction</c>: the instructions and the system messages before the first other message (protocols/gemini.md §3).</summary>
internal static class GeminiSystemWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var open = false;
        WriteText(writer, request.Options?.Instructions, ref open);
        for (var i = 0; i < LeadingCount(request.Messages); i++)
        {
            foreach (var content in request.Messages[i].Contents)
            {
                if (content is TextContent text)
                {
                    WriteText(writer, text.Text, ref open);
                }
                else if (content is not UsageContent)
                {
                    request.Warnings.ContentNotSent(content.GetType().Name, "System instructions carry text only.");
                }
            }
        }

        if (open)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    public static int LeadingCount(IReadOnlyList<ChatMessage> messages)
    {
        var count = 0;
        while (count < messages.Count && messages[count].Role == ChatRole.System)
        {
            count++;
        }

        return count;
    }

    private static void WriteText(Utf8JsonWriter writer, string? text, ref bool open)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (!open)
        {
            open = true;
            writer.WriteStartObject("systemInstruction"u8);
            writer.WriteStartArray("parts"u8);
        }

        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }
}
