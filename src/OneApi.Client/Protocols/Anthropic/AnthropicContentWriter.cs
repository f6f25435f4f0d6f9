using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes blocks (protocols/anthropic.md §3).</summary>
internal static class AnthropicContentWriter
{
    /// <summary>Says whether a content has a block in this wire; where the caller should know that it has none, it is reported.</summary>
    public static bool CanWrite(ChatRequest request, AIContent content, bool isAssistant)
    {
        if (HasOwnBlock(request, content))
        {
            return true;
        }

        switch (content)
        {
            case TextContent text:
                return !string.IsNullOrWhiteSpace(text.Text);
            case TextReasoningContent reasoning:
                // Thoughts are their maker's: what is unsigned or signed by another would be refused.
                return isAssistant && !string.IsNullOrEmpty(reasoning.ProtectedData) && AnthropicMarks.BelongsTo(content, request.Endpoint.Provider);
            case FunctionCallContent call:
                return !ToolArguments.IsServerSide(call, request.Messages);
            case FunctionResultContent:
                return true;
            case UsageContent:
                return false;
            case ErrorContent { ErrorCode: "Refusal" } refusal when isAssistant:
                return !string.IsNullOrWhiteSpace(refusal.Message);
            case DataContent or UriContent or HostedFileContent when !isAssistant && AnthropicMediaWriter.CanWrite(content):
                return true;
        }

        request.Warnings.ContentNotSent(content.GetType().Name, isAssistant ? "An assistant message of this wire can't carry it." : "This wire has no place for it.");
        return false;
    }

    public static void Write(Utf8JsonWriter writer, ChatRequest request, in AnthropicItem item)
    {
        if (item.Text is null && HasOwnBlock(request, item.Content))
        {
            WriteRaw(writer, AnthropicMarks.BlockOf(item.Content)!);
            return;
        }

        switch (item.Content)
        {
            case TextContent text:
                WriteText(writer, request, item, text);
                break;
            case TextReasoningContent reasoning:
                WriteReasoning(writer, reasoning);
                break;
            case FunctionCallContent call:
                WriteCall(writer, request, call);
                break;
            case FunctionResultContent result:
                AnthropicResultWriter.Write(writer, request, result);
                break;
            case ErrorContent refusal:
                WriteText(writer, refusal.Message);
                break;
            case DataContent or UriContent or HostedFileContent:
                AnthropicMediaWriter.Write(writer, item.Content);
                break;
        }
    }

    public static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members that a caller gave a block in Anthropic's own words. Only known ones: an unknown member is a 400, and contents may carry what other wires understand.</summary>
    public static void WriteExtras(Utf8JsonWriter writer, AIContent content, params ReadOnlySpan<string> names)
    {
        if (content.AdditionalProperties is not { Count: > 0 } properties)
        {
            return;
        }

        foreach (var name in names)
        {
            if (properties.TryGetValue(name, out var value) && value is not null)
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }
    }

    /// <summary>Says whether the content brings its block along in the wire's own words; what it says besides is for other wires.</summary>
    private static bool HasOwnBlock(ChatRequest request, AIContent content) =>
        AnthropicMarks.BlockOf(content) is not null && AnthropicMarks.BelongsTo(content, request.Endpoint.Provider);

    private static void WriteText(Utf8JsonWriter writer, ChatRequest request, in AnthropicItem item, TextContent text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, item.WrittenText);
        if (AnthropicMarks.BelongsTo(text, request.Endpoint.Provider))
        {
            AnthropicCitations.WriteBack(writer, item.Annotations ?? (item.Text is null ? text.Annotations : null));
        }

        if (AnthropicMarks.IsCallers(text))
        {
            WriteOthers(writer, text);
        }

        WriteExtras(writer, text, "cache_control");
        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, TextReasoningContent reasoning)
    {
        writer.WriteStartObject();
        if (AnthropicMarks.IsRedacted(reasoning))
        {
            writer.WriteString("type"u8, "redacted_thinking"u8);
            writer.WriteString("data"u8, reasoning.ProtectedData);
        }
        else
        {
            writer.WriteString("type"u8, "thinking"u8);
            writer.WriteString("thinking"u8, reasoning.Text);
            writer.WriteString("signature"u8, reasoning.ProtectedData);
        }

        WriteOthers(writer, reasoning);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, ChatRequest request, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteString("id"u8, AnthropicToolIds.Of(call.CallId));
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("input"u8);
        if (call is { Exception: not null, Arguments: null, RawRepresentation: string broken })
        {
            // Input must be an object; the vendor's advice for text that is none (docs: fine-grained tool streaming).
            writer.WriteStartObject();
            writer.WriteString("INVALID_JSON"u8, broken);
            writer.WriteEndObject();
        }
        else
        {
            ToolArguments.WriteObject(writer, call);
        }

        if (AnthropicMarks.BelongsTo(call, request.Endpoint.Provider))
        {
            WriteOthers(writer, call);
        }

        WriteExtras(writer, call, "cache_control");
        writer.WriteEndObject();
    }

    /// <summary>Members that were read and have no home. The caller <c>direct</c> says nothing and is left out, since not every server of this wire takes it.</summary>
    public static void WriteOthers(Utf8JsonWriter writer, AIContent content)
    {
        if (content.AdditionalProperties is not { } properties)
        {
            return;
        }

        foreach (var (name, value) in properties)
        {
            if (name.StartsWith(AnthropicMarks.Prefix, StringComparison.Ordinal) && name is not (AnthropicMarks.Block or AnthropicMarks.Redacted or AnthropicMarks.Signed)
                && !(value is JsonElement { ValueKind: JsonValueKind.Object } element && element.TryGetProperty("type"u8, out var type) && type.ValueEquals("direct"u8)))
            {
                writer.WritePropertyName(name.AsSpan(AnthropicMarks.Prefix.Length));
                JsonWrite.Value(writer, value);
            }
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, object block)
    {
        if (block is JsonElement element)
        {
            element.WriteTo(writer);
        }
        else
        {
            ((JsonObject)block).WriteTo(writer);
        }
    }
}
