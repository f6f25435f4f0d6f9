using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Writes the history: <c>Content</c> for text, <c>Contents</c> where there are media (protocols/hunyuan.md §3).</summary>
internal static class HunyuanMessageWriter
{
    /// <summary>Content that says nothing and is not empty, for empty content is refused.</summary>
    private static ReadOnlySpan<byte> Blank => " "u8;

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("Messages"u8);
        foreach (var turn in HunyuanHistory.Of(request))
        {
            writer.WriteStartObject();
            writer.WriteString("Role"u8, turn.Role.Value);
            if (turn.Result is { } result)
            {
                writer.WriteString("ToolCallId"u8, result.CallId);
                WriteText(writer, ToolArguments.ResultText(result));
            }
            else if (turn.HasMedia)
            {
                WriteParts(writer, turn);
            }
            else
            {
                WriteText(writer, turn.Text);
            }

            WriteCalls(writer, turn.Calls);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length == 0)
        {
            writer.WriteString("Content"u8, Blank);
        }
        else
        {
            writer.WriteString("Content"u8, text);
        }
    }

    private static void WriteParts(Utf8JsonWriter writer, HunyuanTurn turn)
    {
        writer.WriteStartArray("Contents"u8);
        foreach (var part in turn.Parts)
        {
            writer.WriteStartObject();
            if (part is TextContent text)
            {
                writer.WriteString("Type"u8, "text"u8);
                writer.WriteString("Text"u8, text.Text);
            }
            else
            {
                WriteMedium(writer, part);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMedium(Utf8JsonWriter writer, AIContent medium)
    {
        var kind = HunyuanContents.KindOf(medium)!;
        writer.WriteString("Type"u8, kind);
        writer.WriteStartObject(kind == "image_url" ? "ImageUrl"u8 : "VideoUrl"u8);
        writer.WriteString("Url"u8, medium is DataContent data ? data.Uri : ((UriContent)medium).Uri.OriginalString);
        foreach (var (name, value) in medium.AdditionalProperties ?? [])
        {
            if (name is "Fps")
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, List<FunctionCallContent> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("ToolCalls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("Id"u8, calls[i].CallId);
            writer.WriteString("Type"u8, "function"u8);
            writer.WriteStartObject("Function"u8);
            writer.WriteString("Name"u8, calls[i].Name);
            writer.WriteString("Arguments"u8, ToolArguments.ToText(calls[i]));
            writer.WriteEndObject();
            writer.WriteNumber("Index"u8, i);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
