using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Citations, between annotations and the words of this wire (protocols/openai-responses.md §4).</summary>
internal static class ResponsesAnnotations
{
    /// <summary>Reads what a caller gives back; kinds without a place are left out, since they were only ever told.</summary>
    public static IList<AIAnnotation>? Read(JsonElement part, string path)
    {
        if (ResponsesFields.FindArray(part, "annotations", path) is not { } annotations)
        {
            return null;
        }

        List<AIAnnotation>? read = null;
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (annotation.ValueKind == JsonValueKind.Object && ReadOne(annotation, path) is { } citation)
            {
                (read ??= []).Add(citation);
            }
        }

        return read;
    }

    /// <summary>Writes an annotation as one object for each place that rests on it; nothing when it names no source.</summary>
    /// <param name="annotation">The annotation.</param>
    /// <param name="before">How long the message's text is before the part's, which is where places count from.</param>
    /// <param name="start">Where in the part the text begins that an annotation without a place covers.</param>
    /// <param name="end">Where it ends: how long the part's text is so far.</param>
    /// <param name="into">Gets the objects, as JSON.</param>
    public static void Write(AIAnnotation annotation, int before, int start, int end, List<byte[]> into)
    {
        if (annotation is not CitationAnnotation citation || (citation.Url is null && citation.FileId is null))
        {
            return;
        }

        var any = false;
        foreach (var region in citation.AnnotatedRegions ?? [])
        {
            if (region is TextSpanAnnotatedRegion span)
            {
                any = true;
                into.Add(Write(citation, span.StartIndex is { } from ? Math.Max(0, from - before) : start, span.EndIndex is { } to ? Math.Max(0, to - before) : end));
            }
        }

        if (!any)
        {
            into.Add(Write(citation, start, end));
        }
    }

    private static byte[] Write(CitationAnnotation citation, int start, int end)
    {
        using var buffer = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonValues.WriterOptions))
        {
            writer.WriteStartObject();
            if (citation.Url is { } url)
            {
                writer.WriteString("type"u8, "url_citation"u8);
                writer.WriteNumber("end_index"u8, end);
                writer.WriteNumber("start_index"u8, start);
                writer.WriteString("title"u8, citation.Title ?? string.Empty);
                writer.WriteString("url"u8, url.OriginalString);
            }
            else
            {
                writer.WriteString("type"u8, "file_citation"u8);
                writer.WriteString("file_id"u8, citation.FileId);
                writer.WriteString("filename"u8, citation.Title ?? string.Empty);
                writer.WriteNumber("index"u8, end);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static CitationAnnotation? ReadOne(JsonElement annotation, string path)
    {
        switch (ResponsesFields.FindText(annotation, "type", path + ".annotations"))
        {
            case "url_citation":
                var citation = new CitationAnnotation
                {
                    Title = ResponsesFields.FindText(annotation, "title", path + ".annotations"),
                    Url = Uri.TryCreate(ResponsesFields.FindText(annotation, "url", path + ".annotations"), UriKind.Absolute, out var url) ? url : null,
                };
                if (IndexOf(annotation, "start_index") is { } start && IndexOf(annotation, "end_index") is { } end)
                {
                    citation.AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = start, EndIndex = end }];
                }

                return citation;
            case "file_citation":
                return new() { FileId = ResponsesFields.FindText(annotation, "file_id", path + ".annotations"), Title = ResponsesFields.FindText(annotation, "filename", path + ".annotations") };
            default:
                return null;
        }
    }

    private static int? IndexOf(JsonElement annotation, string name) =>
        annotation.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) ? index : null;
}
