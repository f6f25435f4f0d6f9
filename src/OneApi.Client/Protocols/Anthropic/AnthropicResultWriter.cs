using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes what a tool returned (protocols/anthropic.md §3): text as a string, contents as blocks, a failure marked as one.</summary>
internal static class AnthropicResultWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, AnthropicToolIds.Of(result.CallId));
        WriteContent(writer, request, result);
        if (result.Exception is not null)
        {
            writer.WriteBoolean("is_error"u8, true);
        }

        if (AnthropicMarks.IsCallers(result))
        {
            AnthropicContentWriter.WriteOthers(writer, result);
        }

        AnthropicContentWriter.WriteExtras(writer, result, "cache_control");
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result)
    {
        if (result.Result is AIContent single and not TextContent)
        {
            WriteBlocks(writer, request, result, [single]);
        }
        else if (result.Result is IEnumerable<AIContent> contents)
        {
            WriteBlocks(writer, request, result, contents);
        }
        else
        {
            WriteText(writer, result, ToolArguments.ResultText(result));
        }
    }

    private static void WriteBlocks(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result, IEnumerable<AIContent> contents)
    {
        var any = false;
        foreach (var content in contents)
        {
            if (content is FunctionCallContent or FunctionResultContent)
            {
                request.Warnings.ContentNotSent(content.GetType().Name, "The result of a tool can't carry it.");
            }
            else if (AnthropicContentWriter.CanWrite(request, content, isAssistant: false))
            {
                if (!any)
                {
                    writer.WriteStartArray("content"u8);
                    any = true;
                }

                AnthropicContentWriter.Write(writer, request, new(content));
            }
        }

        if (any)
        {
            writer.WriteEndArray();
        }
        else
        {
            WriteText(writer, result, string.Empty);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, FunctionResultContent result, string text)
    {
        if (text.Length == 0 && result.Exception is { } error)
        {
            text = "Error: " + error.Message; // a failure without a word is refused
        }

        writer.WriteString("content"u8, text);
    }
}
