using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Writes the history (protocols/openai.md §3).</summary>
internal static class OpenAIMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("messages"u8);
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, "system"u8);
            writer.WriteString("content"u8, request.Options.Instructions);
            writer.WriteEndObject();
        }

        foreach (var message in request.Messages)
        {
            WriteMessage(writer, request, message);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        var results = 0;
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                results++;
                WriteToolResult(writer, request, result);
            }
        }

        if (results > 0 && results == message.Contents.Count)
        {
            return;
        }

        if (message.Role == ChatRole.Tool)
        {
            request.Warnings.ContentNotSent("tool message", "A tool message can only carry function results.");
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Value);
        if (message.Role == ChatRole.Assistant)
        {
            WriteAssistant(writer, request, message);
        }
        else
        {
            WriteContent(writer, request, message);
        }

        WriteName(writer, request, message);
        WriteExtras(writer, message);
        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        if (message.AuthorName is { Length: > 0 and <= 64 } name && request.Profile.MessageNames && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            writer.WriteString("name"u8, name);
        }
    }

    /// <summary>
    /// Members that the caller gave a message in the provider's own words (<c>prefix</c>, <c>partial</c>, <c>cache_control</c>, …).
    /// A message with an id is an answer that goes back: its others are what a provider said beside it (<c>system_fingerprint</c>, …).
    /// </summary>
    private static void WriteExtras(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.AdditionalProperties is { Count: > 0 } extras)
        {
            foreach (var (name, value) in extras)
            {
                if (name is not ("role" or "content" or "name" or "tool_calls") && (message.MessageId is null || name is "prefix" or "partial" or "cache_control"))
                {
                    writer.WritePropertyName(name);
                    JsonWrite.Value(writer, value);
                }
            }
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        if (message.Contents is [TextContent { AdditionalProperties: null } only])
        {
            writer.WriteString("content"u8, only.Text);
            return;
        }

        if (request.Profile.TextOnlyContent || message.Contents.Count == 0)
        {
            WriteAsText(writer, request, message);
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent)
            {
                OpenAIContentWriter.Write(writer, request, content);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteAsText(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not (TextContent or FunctionResultContent))
            {
                request.Warnings.ContentNotSent(content.GetType().Name, "The provider takes text only.");
            }
        }

        writer.WriteString("content"u8, message.Text);
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        string? text = null;
        StringBuilder? joined = null;
        string? refusal = null;
        List<TextReasoningContent>? reasoning = null;
        var calls = 0;
        string? audioId = null;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Text: var part }:
                    if (text is null)
                    {
                        text = part;
                    }
                    else
                    {
                        (joined ??= new StringBuilder(text)).Append(part);
                    }

                    break;
                case TextReasoningContent part:
                    (reasoning ??= []).Add(part);
                    break;
                case FunctionCallContent:
                    calls++;
                    break;
                case ErrorContent { ErrorCode: "Refusal" } part:
                    refusal = part.Message;
                    break;
                case DataContent part when part.AdditionalProperties?.TryGetValue(OpenAIAudio.IdProperty, out string? id) == true:
                    audioId = id;
                    break;
                case UsageContent or FunctionResultContent:
                    break;
                default:
                    request.Warnings.ContentNotSent(content.GetType().Name, "An assistant message of this wire can't carry it.");
                    break;
            }
        }

        text = joined?.ToString() ?? text;
        if (text is not null || (calls == 0 && audioId is null && refusal is null))
        {
            writer.WriteString("content"u8, text ?? string.Empty);
        }
        else if (calls > 0)
        {
            WriteNoText(writer, request);
        }

        if (refusal is not null)
        {
            writer.WriteString("refusal"u8, refusal);
        }

        if (audioId is not null)
        {
            writer.WriteStartObject("audio"u8);
            writer.WriteString("id"u8, audioId);
            writer.WriteEndObject();
        }

        if (reasoning is not null)
        {
            OpenAIReasoning.WriteBack(writer, request, reasoning);
        }

        if (calls > 0)
        {
            WriteCalls(writer, request, message);
        }
    }

    private static void WriteNoText(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.Profile.TextOnlyContent)
        {
            writer.WriteString("content"u8, ""u8);
        }
        else
        {
            writer.WriteNull("content"u8);
        }
    }

    private static void WriteCalls(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionCallContent call)
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("id"u8, OpenAIToolCallIds.Of(request, call.CallId));
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, ToolArguments.ToText(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteToolResult(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, request.Profile.ToolRole);
        writer.WriteString("tool_call_id"u8, OpenAIToolCallIds.Of(request, result.CallId));
        if (request.Profile.ToolMessageName && ToolArguments.NameOf(request.Messages, result.CallId) is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("content"u8, ToolArguments.ResultText(result));
        writer.WriteEndObject();
    }
}
