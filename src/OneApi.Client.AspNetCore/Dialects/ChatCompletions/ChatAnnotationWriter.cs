using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes citations of addresses (protocols/openai.md §5).</summary>
internal static class ChatAnnotationWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<CitationAnnotation> citations)
    {
        if (!citations.Any(static citation => citation.Url is not null))
        {
            return;
        }

        writer.WriteStartArray("annotations"u8);
        foreach (var citation in citations)
        {
            if (citation.Url is not null)
            {
                WriteOne(writer, citation);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, CitationAnnotation citation)
    {
        var region = citation.AnnotatedRegions?.OfType<TextSpanAnnotatedRegion>().FirstOrDefault();
        writer.WriteStartObject();
        writer.WriteString("type"u8, "url_citation"u8);
        writer.WriteStartObject("url_citation"u8);
        writer.WriteNumber("start_index"u8, region?.StartIndex ?? 0);
        writer.WriteNumber("end_index"u8, region?.EndIndex ?? 0);
        writer.WriteString("title"u8, citation.Title ?? string.Empty);
        writer.WriteString("url"u8, citation.Url!.OriginalString);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
