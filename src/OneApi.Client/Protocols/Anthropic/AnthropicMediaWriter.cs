using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes images, documents and files (protocols/anthropic.md §3).</summary>
internal static class AnthropicMediaWriter
{
    private const string Pdf = "application/pdf";

    public static bool CanWrite(AIContent content) => content switch
    {
        DataContent data => data.HasTopLevelMediaType("image") || IsPdf(data.MediaType) || IsText(data.MediaType),
        UriContent { Uri.Scheme: "data" } uri => CanWrite(new DataContent(uri.Uri.OriginalString, uri.MediaType)),
        UriContent uri => uri.HasTopLevelMediaType("image") || IsPdf(uri.MediaType),
        HostedFileContent => true,
        _ => false,
    };

    public static void Write(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case DataContent data:
                WriteData(writer, data, content);
                break;
            case UriContent { Uri.Scheme: "data" } uri:
                WriteData(writer, new(uri.Uri.OriginalString, uri.MediaType), content);
                break;
            case UriContent uri:
                Open(writer, uri.HasTopLevelMediaType("image"));
                writer.WriteString("type"u8, "url"u8);
                writer.WriteString("url"u8, uri.Uri.OriginalString);
                Close(writer, content, null, uri.HasTopLevelMediaType("image"));
                break;
            case HostedFileContent file:
                WriteFile(writer, file);
                break;
        }
    }

    private static void WriteData(Utf8JsonWriter writer, DataContent data, AIContent content)
    {
        var isImage = data.HasTopLevelMediaType("image");
        Open(writer, isImage);
        if (isImage || IsPdf(data.MediaType))
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteString("media_type"u8, data.MediaType is "image/jpg" ? "image/jpeg" : data.MediaType);
            writer.WriteString("data"u8, data.Base64Data.Span);
        }
        else
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("media_type"u8, "text/plain"u8);
            writer.WriteString("data"u8, Encoding.UTF8.GetString(data.Data.Span));
        }

        Close(writer, content, data.Name, isImage);
    }

    /// <summary>Images and documents are shown to the model; any other file goes into the container of the code execution tool.</summary>
    private static void WriteFile(Utf8JsonWriter writer, HostedFileContent file)
    {
        var isImage = file.MediaType is not null && file.HasTopLevelMediaType("image");
        if (!isImage && file.MediaType is not (null or Pdf or "text/plain"))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "container_upload"u8);
            writer.WriteString("file_id"u8, file.FileId);
            AnthropicContentWriter.WriteExtras(writer, file, "cache_control");
            writer.WriteEndObject();
            return;
        }

        Open(writer, isImage);
        writer.WriteString("type"u8, "file"u8);
        writer.WriteString("file_id"u8, file.FileId);
        Close(writer, file, file.Name, isImage);
    }

    private static void Open(Utf8JsonWriter writer, bool isImage)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, isImage ? "image"u8 : "document"u8);
        writer.WriteStartObject("source"u8);
    }

    private static void Close(Utf8JsonWriter writer, AIContent content, string? title, bool isImage)
    {
        writer.WriteEndObject();
        if (isImage)
        {
            AnthropicContentWriter.WriteExtras(writer, content, "cache_control");
        }
        else
        {
            if (title is not null && content.AdditionalProperties?.ContainsKey("title") != true)
            {
                writer.WriteString("title"u8, title);
            }

            AnthropicContentWriter.WriteExtras(writer, content, "title", "context", "citations", "cache_control");
        }

        writer.WriteEndObject();
    }

    private static bool IsPdf(string mediaType) => mediaType.Equals(Pdf, StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || mediaType is "application/json" or "application/xml" or "application/yaml";
}
