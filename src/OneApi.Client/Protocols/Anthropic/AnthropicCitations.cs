using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Citations of a text block, all five kinds (protocols/anthropic.md §4); each keeps its raw form, which goes back in the next turn.</summary>
internal static class AnthropicCitations
{
    /// <summary>Reads the array at the reader; null is none.</summary>
    public static void ReadArray(ref Utf8JsonReader reader, ref List<AIAnnotation>? annotations)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            Read(ref reader, ref annotations);
        }
    }

    /// <summary>Reads the citation at the reader.</summary>
    public static void Read(ref Utf8JsonReader reader, ref List<AIAnnotation>? annotations)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var citation = JsonRead.Element(ref reader);
        (annotations ??= []).Add(new CitationAnnotation
        {
            Title = TextOf(citation, "document_title") ?? TextOf(citation, "title"),
            Url = Uri.TryCreate(TextOf(citation, "url") ?? TextOf(citation, "source"), UriKind.Absolute, out var url) ? url : null,
            Snippet = TextOf(citation, "cited_text"),
            FileId = TextOf(citation, "file_id"),
            RawRepresentation = citation,
            AdditionalProperties = new() { [AnthropicMarks.Citation] = citation },
        });
    }

    /// <summary>Says which part of the message's text the annotations belong to.</summary>
    public static void Cover(List<AIAnnotation> annotations, int start, int end)
    {
        foreach (var annotation in annotations)
        {
            annotation.AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = start, EndIndex = end }];
        }
    }

    /// <summary>Writes the citations that came from this wire. <c>file_id</c> is a member of answers only.</summary>
    public static void WriteBack(Utf8JsonWriter writer, IList<AIAnnotation>? annotations)
    {
        var any = false;
        foreach (var annotation in annotations ?? [])
        {
            if (AnthropicMarks.CitationOf(annotation) is not { } citation)
            {
                continue;
            }

            if (!any)
            {
                writer.WriteStartArray("citations"u8);
                any = true;
            }

            writer.WriteStartObject();
            foreach (var member in citation.EnumerateObject())
            {
                if (!member.NameEquals("file_id"u8))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        if (any)
        {
            writer.WriteEndArray();
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
