using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes <c>functionResponse</c>: the name is looked up in the history, and the response is always an object (protocols/gemini.md §3).</summary>
internal static class GeminiResultWriter
{
    /// <param name="writer">Stands in an open part object.</param>
    /// <param name="request">The request, for its history.</param>
    /// <param name="result">The result.</param>
    /// <param name="mediaAfter">Takes the media of the result when the model wants them as parts of their own; null when they go inside the response.</param>
    public static void Write(Utf8JsonWriter writer, ChatRequest request, FunctionResultContent result, List<AIContent>? mediaAfter)
    {
        var media = MediaOf(result.Result);
        var call = FindCall(request.Messages, result.CallId);
        if (call is null)
        {
            request.Warnings.Adjusted("FunctionResultContent.CallId", "The history holds no call of this id; the id was sent as the function's name.");
        }

        writer.WriteStartObject("functionResponse"u8);
        if (call is not null && GeminiMarks.HasWireId(call, request.Endpoint.Provider))
        {
            writer.WriteString("id"u8, result.CallId);
        }

        writer.WriteString("name"u8, call?.Name ?? result.CallId);
        writer.WritePropertyName("response"u8);
        WriteResponse(writer, result, media.Count > 0);
        if (mediaAfter is not null)
        {
            mediaAfter.AddRange(media);
        }
        else if (media.Count > 0)
        {
            writer.WriteStartArray("parts"u8);
            foreach (var item in media)
            {
                writer.WriteStartObject();
                GeminiPartWriter.Write(writer, request, item);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static FunctionCallContent? FindCall(IReadOnlyList<ChatMessage> messages, string callId)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            foreach (var content in messages[i].Contents)
            {
                if (content is FunctionCallContent call && call.CallId == callId)
                {
                    return call;
                }
            }
        }

        return null;
    }

    private static List<AIContent> MediaOf(object? result) => result switch
    {
        AIContent content when IsMedia(content) => [content],
        IEnumerable<AIContent> contents => [.. contents.Where(IsMedia)],
        _ => [],
    };

    private static bool IsMedia(AIContent content) => content is DataContent or UriContent or HostedFileContent;

    private static void WriteResponse(Utf8JsonWriter writer, FunctionResultContent result, bool hasMedia)
    {
        if (result.Exception is { } error)
        {
            WriteWrapped(writer, "error", result.Result is null ? error.Message : ToolArguments.ResultText(result));
            return;
        }

        if (result.Result is AIContent or IEnumerable<AIContent>)
        {
            var text = TextOf(result.Result);
            WriteWrapped(writer, "result", hasMedia && text.Length == 0 ? null : text);
            return;
        }

        if (result.Result is JsonElement { ValueKind: JsonValueKind.Object } element)
        {
            element.WriteTo(writer);
            return;
        }

        WriteValue(writer, result.Result);
    }

    private static string TextOf(object result) => result switch
    {
        TextContent text => text.Text,
        IEnumerable<AIContent> contents => string.Concat(contents.OfType<TextContent>().Select(static text => text.Text)),
        _ => string.Empty,
    };

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            JsonWrite.Value(inner, value);
        }

        if (buffer.WrittenSpan is [(byte)'{', ..])
        {
            writer.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName("result"u8);
        writer.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>Writes a text under a name, or an empty object for no text.</summary>
    private static void WriteWrapped(Utf8JsonWriter writer, string name, string? text)
    {
        writer.WriteStartObject();
        if (text is not null)
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    }
}
