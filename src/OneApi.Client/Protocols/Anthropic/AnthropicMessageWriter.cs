using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes <c>system</c> and <c>messages</c> (protocols/anthropic.md §3).</summary>
internal static class AnthropicMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, in RawMembers raw)
    {
        if (!raw.Has("system"))
        {
            WriteSystem(writer, request);
        }

        var turns = AnthropicTurn.Of(request.Messages);
        writer.WriteStartArray("messages"u8);
        for (var i = 0; i < turns.Count; i++)
        {
            WriteTurn(writer, request, turns[i], isLast: i == turns.Count - 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteSystem(Utf8JsonWriter writer, ChatRequest request)
    {
        var texts = new List<TextContent>();
        if (!string.IsNullOrWhiteSpace(request.Options?.Instructions))
        {
            texts.Add(new(request.Options.Instructions));
        }

        for (var i = 0; i < AnthropicTurn.LeadingSystemCount(request.Messages); i++)
        {
            texts.AddRange(request.Messages[i].Contents.OfType<TextContent>().Where(static text => !string.IsNullOrWhiteSpace(text.Text)));
        }

        if (texts.Count == 0)
        {
            return;
        }

        if (texts is [{ AdditionalProperties: null } only])
        {
            writer.WriteString("system"u8, only.Text);
            return;
        }

        writer.WriteStartArray("system"u8);
        foreach (var text in texts)
        {
            AnthropicContentWriter.WriteText(writer, text, text.Text);
        }

        writer.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter writer, ChatRequest request, AnthropicTurn turn, bool isLast)
    {
        var contents = turn.Contents.FindAll(content => AnthropicContentWriter.IsSent(content, request));
        if (contents.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, turn.IsAssistant ? "assistant"u8 : "user"u8);
        if (contents is [TextContent { AdditionalProperties: null, Annotations: null or { Count: 0 } } only])
        {
            writer.WriteString("content"u8, turn.IsAssistant && isLast ? only.Text.TrimEnd() : only.Text);
            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray("content"u8);
        for (var i = 0; i < contents.Count; i++)
        {
            // The last words of a prefilled answer may not end in white space.
            AnthropicContentWriter.Write(writer, request, contents[i], trimEnd: turn.IsAssistant && isLast && i == contents.Count - 1);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
