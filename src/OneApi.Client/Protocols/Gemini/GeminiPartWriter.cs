using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes the members of one part: text, inline data, data by address (protocols/gemini.md §3).</summary>
internal static class GeminiPartWriter
{
    /// <summary>Members beside the data of a part, which the caller may give in the content's additional properties.</summary>
    private static readonly string[] Siblings = ["videoMetadata", "mediaResolution", "partMetadata"];

    public static bool CanWrite(AIContent content) => content is TextContent or DataContent or UriContent or HostedFileContent;

    /// <summary>Writes into the part object that the caller opened.</summary>
    public static void Write(Utf8JsonWriter writer, ChatRequest request, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                writer.WriteString("text"u8, text.Text);
                break;
            case DataContent data:
                writer.WriteStartObject("inlineData"u8);
                writer.WriteString("mimeType"u8, data.MediaType);
                writer.WriteString("data"u8, data.Base64Data.Span);
                writer.WriteEndObject();
                break;
            case UriContent uri:
                WriteFile(writer, uri.Uri.OriginalString, uri.MediaType);
                break;
            case HostedFileContent file:
                WriteFile(writer, FileUri(request.Endpoint, file.FileId), file.MediaType);
                break;
        }

        WriteSiblings(writer, content);
    }

    private static void WriteFile(Utf8JsonWriter writer, string uri, string? mediaType)
    {
        writer.WriteStartObject("fileData"u8);
        if (mediaType is not null && !mediaType.Contains('*', StringComparison.Ordinal))
        {
            writer.WriteString("mimeType"u8, mediaType);
        }

        writer.WriteString("fileUri"u8, uri);
        writer.WriteEndObject();
    }

    /// <summary>The Files API knows a file by its address, <c>files/…</c> under the base, or by the name alone.</summary>
    private static string FileUri(ProviderEndpoint endpoint, string fileId)
    {
        if (fileId.Contains("://", StringComparison.Ordinal))
        {
            return fileId;
        }

        return endpoint.BaseUrl + (fileId.StartsWith("files/", StringComparison.Ordinal) ? "/" : "/files/") + fileId;
    }

    private static void WriteSiblings(Utf8JsonWriter writer, AIContent content)
    {
        if (content.AdditionalProperties is not { } properties)
        {
            return;
        }

        foreach (var name in Siblings)
        {
            if (properties.TryGetValue(name, out var value))
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }
    }
}
