using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes one content block (protocols/anthropic.md §3).</summary>
internal static class AnthropicContentWriter
{
    /// <summary>Whether a content goes over the wire at all; what can't is reported.</summary>
    public static bool IsSent(AIContent content, ChatRequest request)
    {
        switch (content)
        {
            case TextContent text:
                return !string.IsNullOrWhiteSpace(text.Text); // a blank block is refused
            case UsageContent or ErrorContent:
                return false;
            case TextReasoningContent reasoning:
                // Unsigned thinking would be refused; a signature is good only where it was made.
                return !string.IsNullOrEmpty(reasoning.ProtectedData) && OpaqueState.BelongsTo(reasoning, request.Endpoint.Provider);
            case FunctionCallContent or FunctionResultContent or HostedFileContent:
                return true;
            case DataContent data when IsImage(data.MediaType) || IsDocument(data.MediaType):
                return true;
            case UriContent uri when uri.HasTopLevelMediaType("image") || uri.MediaType == "application/pdf":
                return true;
        }

        if (AnthropicBlocks.TryGet(content, out _))
        {
            return OpaqueState.BelongsTo(content, request.Endpoint.Provider);
        }

        request.Warnings.ContentNotSent(content.GetType().Name, "This wire has no place for it.");
        return false;
    }

    public static void Write(Utf8JsonWriter writer, ChatRequest request, AIContent content, bool trimEnd = false)
    {
        if (AnthropicBlocks.TryGet(content, out var block))
        {
            block.WriteTo(writer);
            return;
        }

        switch (content)
        {
            case TextContent text:
                WriteText(writer, text, trimEnd ? text.Text.TrimEnd() : text.Text);
                break;
            case TextReasoningContent reasoning:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, reasoning.Text);
                writer.WriteString("signature"u8, reasoning.ProtectedData);
                writer.WriteEndObject();
                break;
            case FunctionCallContent call:
                WriteCall(writer, call);
                break;
            case FunctionResultContent result:
                WriteResult(writer, request, result);
                break;
            default:
                WriteMedia(writer, content);
                break;
        }
    }

    public static void WriteText(Utf8JsonWriter writer, TextContent content, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
        if (content.Annotations?.Where(static note => note is CitationAnnotation { RawRepresentation: JsonElement }).ToList() is { Count: > 0 } citations)
        {
            writer.WriteStartArray("citations"u8);
            foreach (var citation in citations)
            {
                ((JsonElement)citation.RawRepresentation!).WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        WriteExtras(writer, content);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteString("id"u8, IdOf(call.CallId));
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("input"u8);
        ToolArguments.WriteObject(writer, call);
        WriteExtras(writer, call);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, IdOf(result.CallId));
        switch (result.Result)
        {
            case AIContent single when IsMedia(single):
                WriteBlocks(writer, request, [single]);
                break;
            case IEnumerable<AIContent> several:
                WriteBlocks(writer, request, several);
                break;
            default:
                writer.WriteString("content"u8, ToolArguments.ResultText(result));
                break;
        }

        if (result.Exception is not null)
        {
            writer.WriteBoolean("is_error"u8, true);
        }

        WriteExtras(writer, result);
        writer.WriteEndObject();
    }

    private static void WriteBlocks(Utf8JsonWriter writer, ChatRequest request, IEnumerable<AIContent> contents)
    {
        writer.WriteStartArray("content"u8);
        foreach (var content in contents)
        {
            if (content is TextContent || IsMedia(content))
            {
                if (IsSent(content, request))
                {
                    Write(writer, request, content);
                }
            }
            else
            {
                request.Warnings.ContentNotSent(content.GetType().Name, "The result of a tool can't carry it on this wire.");
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteMedia(Utf8JsonWriter writer, AIContent content)
    {
        var isImage = content is DataContent image && IsImage(image.MediaType) || content is UriContent address && address.HasTopLevelMediaType("image")
            || content is HostedFileContent { MediaType: { } type } && IsImage(type);
        writer.WriteStartObject();
        writer.WriteString("type"u8, isImage ? "image"u8 : "document"u8);
        writer.WriteStartObject("source"u8);
        switch (content)
        {
            case DataContent data when data.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase):
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("media_type"u8, "text/plain"u8);
                writer.WriteString("data"u8, data.Data.Span);
                break;
            case DataContent data:
                writer.WriteString("type"u8, "base64"u8);
                writer.WriteString("media_type"u8, data.MediaType);
                writer.WriteString("data"u8, data.Base64Data.Span);
                break;
            case UriContent uri:
                writer.WriteString("type"u8, "url"u8);
                writer.WriteString("url"u8, uri.Uri.OriginalString);
                break;
            case HostedFileContent file:
                writer.WriteString("type"u8, "file"u8);
                writer.WriteString("file_id"u8, file.FileId);
                break;
        }

        writer.WriteEndObject();
        if (!isImage && content is DataContent { Name: { } title })
        {
            writer.WriteString("title"u8, title);
        }

        WriteExtras(writer, content);
        writer.WriteEndObject();
    }

    /// <summary>Members that the caller gave a block in the provider's own words (<c>cache_control</c>, <c>citations</c>, …); marks of ours have a dot.</summary>
    private static void WriteExtras(Utf8JsonWriter writer, AIContent content)
    {
        if (content.AdditionalProperties is { Count: > 0 } extras)
        {
            foreach (var (name, value) in extras)
            {
                if (name is not ("type" or "detail") && !name.Contains('.', StringComparison.Ordinal))
                {
                    writer.WritePropertyName(name);
                    JsonWrite.Value(writer, value);
                }
            }
        }
    }

    /// <summary>Ids of other providers may hold characters that are refused here; the same id is always rewritten the same way.</summary>
    private static string IdOf(string callId)
    {
        foreach (var c in callId)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return "call_" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(callId));
            }
        }

        return callId.Length == 0 ? "call_0" : callId;
    }

    private static bool IsMedia(AIContent content) => content is DataContent or UriContent or HostedFileContent;

    private static bool IsImage(string mediaType) => mediaType is "image/jpeg" or "image/png" or "image/gif" or "image/webp";

    private static bool IsDocument(string mediaType) => mediaType is "application/pdf" || mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
}
