using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Writes the parts of a message's content (protocols/openai.md §3).</summary>
internal static class OpenAIContentWriter
{
    /// <summary>A part as a caller wrote it in this wire's words, where the content beside it says less.</summary>
    private const string PartProperty = "openai.part";

    public static void Write(Utf8JsonWriter writer, ChatRequest request, AIContent content)
    {
        switch (content)
        {
            case { AdditionalProperties: { } marks } when marks.TryGetValue(PartProperty, out var part) && part is JsonElement { ValueKind: JsonValueKind.Object } element:
                element.WriteTo(writer);
                break;
            case TextContent text:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                WriteExtras(writer, content);
                writer.WriteEndObject();
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                WriteImage(writer, content, request.Profile.ImageDataUris ? data.Uri : data.Base64Data.ToString());
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                ThrowIfNotFetched(request, uri);
                WriteImage(writer, content, uri.Uri.OriginalString);
                break;
            case DataContent data when request.Profile.VideoUrlParts && data.HasTopLevelMediaType("video"):
                WriteUrl(writer, content, "video_url", request.Profile.ImageDataUris ? data.Uri : data.Base64Data.ToString());
                break;
            case UriContent uri when request.Profile.VideoUrlParts && uri.HasTopLevelMediaType("video"):
                ThrowIfNotFetched(request, uri);
                WriteUrl(writer, content, "video_url", uri.Uri.OriginalString);
                break;
            case HostedFileContent file when request.Profile.FileScheme is { } scheme && (file.HasTopLevelMediaType("image") || file.HasTopLevelMediaType("video")):
                WriteUrl(writer, content, file.HasTopLevelMediaType("image") ? "image_url" : "video_url", scheme + "://" + file.FileId);
                break;
            case UriContent uri when request.Profile.FileUrlParts && !uri.HasTopLevelMediaType("audio") && !uri.HasTopLevelMediaType("image"):
                WriteUrl(writer, content, "file_url", uri.Uri.OriginalString);
                break;
            case DataContent data when AudioFormat(data.MediaType) is { } format:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "input_audio"u8);
                writer.WriteStartObject("input_audio"u8);
                writer.WriteString("data"u8, data.Base64Data.Span);
                writer.WriteString("format"u8, format);
                writer.WriteEndObject();
                WriteExtras(writer, content);
                writer.WriteEndObject();
                break;
            case DataContent data when request.Profile.FileParts:
                WriteFile(writer, request, data);
                break;
            case UriContent uri when request.Profile.DocumentUrlParts && !uri.HasTopLevelMediaType("audio") && !uri.HasTopLevelMediaType("video"):
                writer.WriteStartObject();
                writer.WriteString("type"u8, "document_url"u8);
                writer.WriteString("document_url"u8, uri.Uri.OriginalString);
                WriteExtras(writer, content);
                writer.WriteEndObject();
                break;
            case HostedFileContent file when request.Profile.FileParts:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "file"u8);
                if (request.Profile.DocumentUrlParts)
                {
                    writer.WriteString("file_id"u8, file.FileId);
                }
                else
                {
                    writer.WriteStartObject("file"u8);
                    writer.WriteString("file_id"u8, file.FileId);
                    writer.WriteEndObject();
                }

                WriteExtras(writer, content);
                writer.WriteEndObject();
                break;
            case UriContent:
                throw Unsupported("Audio and files can't be given by address on this wire; send their data.");
            case UsageContent or TextReasoningContent:
                break;
            default:
                request.Warnings.ContentNotSent(content.GetType().Name, "This wire has no place for it.");
                break;
        }
    }

    private static void ThrowIfNotFetched(ChatRequest request, UriContent content)
    {
        if (!request.Profile.RemoteImages && content.Uri.Scheme is ("http" or "https"))
        {
            throw Unsupported("This provider fetches no images; send their data.");
        }
    }

    private static OneApiException Unsupported(string message) => new(OneApiErrorKind.InvalidRequest)
    {
        ProviderCode = "unsupported_content",
        ProviderMessage = message,
    };

    private static void WriteImage(Utf8JsonWriter writer, AIContent content, string url) => WriteUrl(writer, content, "image_url", url);

    private static void WriteUrl(Utf8JsonWriter writer, AIContent content, string type, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteStartObject(type);
        writer.WriteString("url"u8, url);
        if (content.AdditionalProperties?.TryGetValue("detail", out var detail) == true && detail is not null)
        {
            writer.WriteString("detail"u8, detail.ToString());
        }

        writer.WriteEndObject();
        WriteExtras(writer, content);
        writer.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter writer, ChatRequest request, DataContent data)
    {
        writer.WriteStartObject();
        if (request.Profile.DocumentUrlParts)
        {
            writer.WriteString("type"u8, "document_url"u8);
            writer.WriteString("document_url"u8, data.Uri);
            if (data.Name is not null)
            {
                writer.WriteString("document_name"u8, data.Name);
            }
        }
        else
        {
            writer.WriteString("type"u8, "file"u8);
            writer.WriteStartObject("file"u8);
            writer.WriteString("filename"u8, data.Name ?? "file" + Extension(data.MediaType));
            writer.WriteString("file_data"u8, data.Uri);
            writer.WriteEndObject();
        }

        WriteExtras(writer, data);
        writer.WriteEndObject();
    }

    /// <summary>Members that the caller gave a part in the provider's own words (<c>cache_control</c>, <c>prompt_cache_breakpoint</c>, …).</summary>
    private static void WriteExtras(Utf8JsonWriter writer, AIContent content)
    {
        if (content.AdditionalProperties is { Count: > 0 } extras)
        {
            foreach (var (key, value) in extras)
            {
                var name = WireSettings.NameFor(key, Wires.ChatCompletions);
                if (name is not ("detail" or "type" or "text" or "image_url" or "video_url" or "file_url" or "input_audio" or "file" or "file_id" or "document_url" or "document_name") && !name.Contains('.', StringComparison.Ordinal) && !WireSettings.IsOwned(name))
                {
                    writer.WritePropertyName(name);
                    JsonWrite.Value(writer, value);
                }
            }
        }
    }

    private static string? AudioFormat(string mediaType) => mediaType switch
    {
        "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
        "audio/mpeg" or "audio/mp3" => "mp3",
        _ => null,
    };

    private static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "text/markdown" => ".md",
        "text/csv" => ".csv",
        "text/html" => ".html",
        "application/json" => ".json",
        _ => "",
    };
}
