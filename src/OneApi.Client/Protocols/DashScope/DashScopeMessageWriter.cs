using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// Writes the history (protocols/qwen.md §3, §8). One system message is taken, and only as the first: the leading ones become one,
/// a later one is sent as the user's. Content is a string for text generation, an array of items for multimodal generation.
/// </summary>
internal static class DashScopeMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var isMultimodal = DashScopeModel.IsMultimodal(request);
        writer.WriteStartArray("messages"u8);
        var leading = WriteSystem(writer, request, isMultimodal);
        for (var i = leading; i < request.Messages.Count; i++)
        {
            WriteMessage(writer, request, request.Messages[i], isMultimodal, isLast: i == request.Messages.Count - 1);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the one system message.</summary>
    /// <returns>How many messages are in it.</returns>
    private static int WriteSystem(Utf8JsonWriter writer, ChatRequest request, bool isMultimodal)
    {
        var texts = new List<string>();
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
        {
            texts.Add(request.Options.Instructions);
        }

        var count = 0;
        for (; count < request.Messages.Count && IsSystem(request.Messages[count]); count++)
        {
            foreach (var content in request.Messages[count].Contents)
            {
                if (content is TextContent { Text.Length: > 0 } text)
                {
                    texts.Add(text.Text);
                }
                else if (content is not (TextContent or UsageContent))
                {
                    request.Warnings.ContentNotSent(content.GetType().Name, "System messages carry text only.");
                }
            }
        }

        if (texts.Count > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, "system"u8);
            WriteText(writer, string.Join("\n\n", texts), isMultimodal);
            writer.WriteEndObject();
        }

        return count;
    }

    private static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    private static void WriteMessage(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, bool isMultimodal, bool isLast)
    {
        // Results answer calls, so they stand before what a user says besides, and behind the calls of the same message.
        var isAssistant = message.Role == ChatRole.Assistant;
        var results = CountResults(message);
        if (!isAssistant)
        {
            WriteResults(writer, request, message, isMultimodal);
        }

        if (results < message.Contents.Count || results == 0)
        {
            WriteOthers(writer, request, message, isMultimodal, isPrefix: isAssistant && isLast && results == 0);
        }

        if (isAssistant)
        {
            WriteResults(writer, request, message, isMultimodal);
        }
    }

    private static int CountResults(ChatMessage message)
    {
        var results = 0;
        foreach (var content in message.Contents)
        {
            results += content is FunctionResultContent ? 1 : 0;
        }

        return results;
    }

    private static void WriteResults(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, bool isMultimodal)
    {
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent result || IsInformational(message, result))
            {
                continue;
            }

            if (ToolArguments.HasMedia(result))
            {
                request.Warnings.ContentNotSent("tool result", "The result of a tool carries text only.");
            }

            writer.WriteStartObject();
            writer.WriteString("role"u8, "tool"u8);
            writer.WriteString("tool_call_id"u8, result.CallId);
            WriteText(writer, ToolArguments.ResultText(result), isMultimodal);
            writer.WriteEndObject();
        }
    }

    /// <summary>A call that is told for information only is not sent, and so has no result either.</summary>
    private static bool IsInformational(ChatMessage message, FunctionResultContent result)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent { InformationalOnly: true } call && call.CallId == result.CallId)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteOthers(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, bool isMultimodal, bool isPrefix)
    {
        if (message.Role == ChatRole.Tool)
        {
            request.Warnings.ContentNotSent("tool message", "A tool message can only carry function results.");
            return;
        }

        if (IsSystem(message))
        {
            request.Warnings.Adjusted("system message", "The provider takes a system message only as the first; a later one was sent as the user's.");
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, IsSystem(message) ? "user" : message.Role.Value);
        if (message.Role == ChatRole.Assistant)
        {
            WriteAssistant(writer, request, message, isMultimodal);
        }
        else
        {
            WriteContent(writer, request, message, isMultimodal);
        }

        if (!string.IsNullOrEmpty(message.AuthorName) && message.Role != ChatRole.Assistant)
        {
            request.Warnings.ContentNotSent(nameof(ChatMessage.AuthorName), "The provider takes no names in messages.");
        }

        WriteExtras(writer, message, isPrefix);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, bool isMultimodal)
    {
        if (!isMultimodal)
        {
            foreach (var content in message.Contents)
            {
                DashScopeContentWriter.WarnUnlessText(request, content);
            }

            writer.WriteString("content"u8, message.Text);
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent)
            {
                DashScopeContentWriter.Write(writer, request, content);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, bool isMultimodal)
    {
        var text = new StringBuilder();
        var calls = 0;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text.Append(part.Text);
                    break;
                case FunctionCallContent call:
                    calls += ToolArguments.IsServerSide(call, request.Messages) ? 0 : 1;
                    break;
                case TextReasoningContent or UsageContent or FunctionResultContent:
                    break; // reasoning of earlier turns need not go back (protocols/qwen.md §7)
                default:
                    request.Warnings.ContentNotSent(content.GetType().Name, "An assistant message of this wire can't carry it.");
                    break;
            }
        }

        WriteText(writer, text.ToString(), isMultimodal);
        if (calls > 0)
        {
            WriteCalls(writer, request, message);
        }
    }

    private static void WriteCalls(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionCallContent call || ToolArguments.IsServerSide(call, request.Messages))
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("id"u8, call.CallId);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, ToolArguments.ToText(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>
    /// Members that the caller gave a message in the provider's own words. A message with an id is an answer that goes back: its
    /// others are what the provider said beside it. An assistant's message at the end is legal only as the beginning of the answer.
    /// </summary>
    private static void WriteExtras(Utf8JsonWriter writer, ChatMessage message, bool isPrefix)
    {
        foreach (var (name, value) in message.AdditionalProperties ?? [])
        {
            if (name is "role" or "content" or "tool_calls" or "tool_call_id" || name.Contains('.', StringComparison.Ordinal) || WireSettings.IsOwned(name) || (message.MessageId is not null && name is not "partial"))
            {
                continue;
            }

            isPrefix &= name != "partial";
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        if (isPrefix)
        {
            writer.WriteBoolean("partial"u8, true);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string text, bool isMultimodal)
    {
        if (!isMultimodal)
        {
            writer.WriteString("content"u8, text);
            return;
        }

        writer.WriteStartArray("content"u8);
        if (text.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
