using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Citations of a text (protocols/anthropic.md §4). Those of this wire go as they came; another provider's link becomes a search result's location.</summary>
internal static class MessagesCitations
{
    /// <summary>Reads those that a caller sends back. A location without its index is one that <see cref="Write"/> made: it does not go to a server that would check it.</summary>
    public static List<AIAnnotation>? Read(JsonElement citations)
    {
        List<AIAnnotation>? annotations = null;
        foreach (var citation in citations.EnumerateArray())
        {
            if (citation.ValueKind == JsonValueKind.Object)
            {
                (annotations ??= []).Add(new CitationAnnotation
                {
                    Title = TextOf(citation, "document_title") ?? TextOf(citation, "title"),
                    Url = Uri.TryCreate(TextOf(citation, "url") ?? TextOf(citation, "source"), UriKind.Absolute, out var url) ? url : null,
                    Snippet = TextOf(citation, "cited_text"),
                    AdditionalProperties = TextOf(citation, "encrypted_index") is "" ? null : new() { [MessagesMarks.Citation] = citation },
                });
            }
        }

        return annotations;
    }

    /// <summary>Says whether an annotation can be told in this wire.</summary>
    public static bool CanWrite(AIAnnotation annotation) => annotation is CitationAnnotation { Url: not null } || MessagesMarks.CitationOf(annotation) is not null;

    public static void Write(Utf8JsonWriter writer, AIAnnotation annotation)
    {
        if (MessagesMarks.CitationOf(annotation) is { } own)
        {
            own.WriteTo(writer);
            return;
        }

        var link = (CitationAnnotation)annotation;
        writer.WriteStartObject();
        writer.WriteString("type"u8, "web_search_result_location"u8);
        writer.WriteString("cited_text"u8, link.Snippet ?? string.Empty);
        writer.WriteString("url"u8, link.Url!.OriginalString);
        writer.WriteString("title"u8, link.Title);
        writer.WriteString("encrypted_index"u8, string.Empty);
        writer.WriteEndObject();
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
