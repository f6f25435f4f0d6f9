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
        var lone = OpenAIRoles.LoneSystem(request);
        OpenAIRoles.WriteLostSystem(writer, request);
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, lone == -1 ? ChatRole.User.Value : OpenAIRoles.SystemOf(request));
            writer.WriteString("content"u8, request.Options.Instructions);
            writer.WriteEndObject();
        }

        var messages = OpenAITurns.Arrange(request.Messages, request.Profile);
        var count = messages.Count;
        for (var i = 0; i < count; i++)
        {
            WriteMessage(writer, request, messages[i], role: i == lone ? ChatRole.User : null, isLast: i == count - 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, ChatRole? role, bool isLast)
    {
        if (!request.Profile.EmptyMessages && OpenAIRoles.IsEmpty(message))
        {
            request.Warnings.ContentNotSent("empty message", "The provider refuses messages without content.");
            return;
        }

        // Results answer calls, so they stand before what a user says besides, and behind the calls of the same message.
        var isAssistant = message.Role == ChatRole.Assistant;
        var results = isAssistant ? Count(message) : WriteResults(writer, request, message);
        if (results < message.Contents.Count || results == 0)
        {
            WriteOthers(writer, request, message, role ?? message.Role, isLast);
        }

        if (isAssistant && results > 0)
        {
            WriteResults(writer, request, message);
        }
    }

    private static int Count(ChatMessage message)
    {
        var results = 0;
        foreach (var content in message.Contents)
        {
            results += content is FunctionResultContent ? 1 : 0;
        }

        return results;
    }

    private static int WriteResults(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        var results = 0;
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                results++;
                if (!IsInformational(message, result))
                {
                    WriteToolResult(writer, request, result);
                }
            }
        }

        return results;
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

    private static void WriteOthers(Utf8JsonWriter writer, ChatRequest request, ChatMessage message, ChatRole role, bool isLast)
    {
        if (message.Role == ChatRole.Tool)
        {
            request.Warnings.ContentNotSent("tool message", "A tool message can only carry function results.");
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, role == ChatRole.System ? OpenAIRoles.SystemOf(request) : role.Value);
        if (message.Role == ChatRole.Assistant)
        {
            WriteAssistant(writer, request, message);
        }
        else
        {
            WriteContent(writer, request, message);
        }

        WriteName(writer, request, message);
        if (isLast && OpenAIPrefill.MarkOf(request) is { } mark && !HasExtra(message, mark))
        {
            writer.WriteBoolean(mark, true);
        }

        WriteExtras(writer, message);
        writer.WriteEndObject();
    }

    /// <summary>A name may hold only letters, digits, <c>_</c> and <c>-</c>, 64 at most: what else is in it becomes <c>_</c>.</summary>
    private static void WriteName(Utf8JsonWriter writer, ChatRequest request, ChatMessage message)
    {
        if (string.IsNullOrEmpty(message.AuthorName))
        {
            return;
        }

        if (request.Profile.MessageNames && message.AuthorName.Any(char.IsAsciiLetterOrDigit))
        {
            writer.WriteString("name"u8, OpenAISchema.NameOf(message.AuthorName));
            return;
        }

        request.Warnings.ContentNotSent(nameof(ChatMessage.AuthorName), request.Profile.MessageNames ? "A name must have letters or digits." : "The provider takes no names in messages.");
    }

    /// <summary>
    /// Members that the caller gave a message in the provider's own words (<c>prefix</c>, <c>partial</c>, <c>cache_control</c>, …).
    /// A message with an id is an answer that goes back: its others are what a provider said beside it (<c>system_fingerprint</c>, …).
    /// </summary>
    private static void WriteExtras(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.AdditionalProperties is { Count: > 0 } extras)
        {
            foreach (var (key, value) in extras)
            {
                var name = WireSettings.NameFor(key, Wires.ChatCompletions);
                if (IsExtra(message, name))
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
                case FunctionCallContent call:
                    calls += ToolArguments.IsServerSide(call, request.Messages) ? 0 : 1;
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
        if (reasoning is not null && request.Profile is { ThinkTags: true, ReasoningReplayField: not null })
        {
            text = OpenAIReasoning.TaggedText(request, reasoning) + text;
        }

        if (calls > 0 && request.Profile.CallsAsText)
        {
            writer.WriteString("content"u8, OpenAIRoles.TextOfCalls(message, text));
            return;
        }

        if (text is not null || (calls == 0 && audioId is null && refusal is null && !HasExtra(message, "audio")))
        {
            writer.WriteString("content"u8, text ?? string.Empty);
        }
        else if (calls > 0)
        {
            WriteNoText(writer, request);
        }

        if (refusal is not null && !HasExtra(message, "refusal"))
        {
            writer.WriteString("refusal"u8, refusal);
        }

        if (audioId is not null && !HasExtra(message, "audio"))
        {
            writer.WriteStartObject("audio"u8);
            writer.WriteString("id"u8, audioId);
            writer.WriteEndObject();
        }

        if (reasoning is not null && !HasExtra(message, request.Profile.ReasoningReplayField))
        {
            OpenAIReasoning.WriteBack(writer, request, reasoning);
        }
        else if (reasoning is null && calls > 0 && request.Profile is { ReplaysEmptyReasoning: true, ReasoningReplayField: { } field } && !HasExtra(message, field))
        {
            writer.WriteString(field, ""u8); // the loop's turns must carry it, known or not (deepseek.md §3)
        }

        if (calls > 0)
        {
            WriteCalls(writer, request, message);
        }
    }

    /// <summary>True when the caller wrote a member of the message in the provider's own words, which go before ours.</summary>
    private static bool HasExtra(ChatMessage message, string? name) =>
        name is not null && message.AdditionalProperties is { } extras && (extras.ContainsKey(name) || extras.ContainsKey($"{Wires.ChatCompletions}:{name}")) && IsExtra(message, name);

    private static bool IsExtra(ChatMessage message, string name) =>
        name is not ("role" or "content" or "name" or "tool_calls" or "tool_call_id")
        && !name.Contains('.', StringComparison.Ordinal)
        && !WireSettings.IsOwned(name)
        && (message.MessageId is null || name is "prefix" or "partial" or "cache_control");

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
            if (content is not FunctionCallContent call || ToolArguments.IsServerSide(call, request.Messages))
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("id"u8, OpenAIToolCallIds.Of(request, call.CallId));
            var isOurs = OpaqueState.IsMadeBy(call, request.Endpoint.Provider);
            if (OpaqueState.BelongsTo(call, request.Endpoint.Provider) && IsCustom(call))
            {
                writer.WriteString("type"u8, "custom"u8);
                writer.WriteStartObject("custom"u8);
                writer.WriteString("name"u8, call.Name);
                writer.WriteString("input"u8, call.Arguments?.TryGetValue("input", out var input) == true ? JsonWrite.Text(input) : string.Empty);
            }
            else
            {
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, call.Name);
                writer.WriteString("arguments"u8, ToolArguments.ToText(call));
            }

            writer.WriteEndObject();
            WriteCallExtras(writer, call.AdditionalProperties, isOurs);

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static bool IsCustom(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(OpenAIToolCallAssembler.CustomProperty, out var custom) == true && custom is true or JsonElement { ValueKind: JsonValueKind.True };

    /// <summary>What the provider added to its call goes back with it (Gemini's <c>extra_content</c> holds a thought signature), and what a caller of this wire wrote in it.</summary>
    private static void WriteCallExtras(Utf8JsonWriter writer, AdditionalPropertiesDictionary? extras, bool isOurs)
    {
        foreach (var (key, value) in extras ?? [])
        {
            var name = WireSettings.NameFor(key, Wires.ChatCompletions);
            if ((isOurs || !ReferenceEquals(name, key)) && name is not ("id" or "type" or "function" or "custom") && !name.Contains('.', StringComparison.Ordinal) && !WireSettings.IsOwned(name))
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }
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

        if (ToolArguments.HasMedia(result))
        {
            request.Warnings.ContentNotSent("tool result", "The result of a tool carries text only.");
        }

        writer.WriteString("content"u8, ToolArguments.ResultText(result));
        foreach (var (key, value) in result.AdditionalProperties ?? [])
        {
            // Only what a caller of this wire wrote: other members of a result are no members of a message.
            var own = WireSettings.NameFor(key, Wires.ChatCompletions);
            if ((key is "cache_control" || !ReferenceEquals(own, key)) && !(own == "name" && request.Profile.ToolMessageName))
            {
                writer.WritePropertyName(own);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }
}
