using System.Text.Json;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Writes the turns of the history (protocols/wenxin.md §3).</summary>
internal static class WenxinMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var turns = WenxinHistory.Of(request);
        writer.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            Write(writer, turn);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, WenxinTurn turn)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, turn.Role);
        if (turn.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("content"u8, turn.Text.ToString());
        if (turn.Call is { } call)
        {
            writer.WriteStartObject("function_call"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, ToolArguments.ToText(call));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
