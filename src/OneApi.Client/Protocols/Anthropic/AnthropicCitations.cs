using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Citations on text blocks (protocols/anthropic.md §4).</summary>
internal static class AnthropicCitations
{
    public static CitationAnnotation Make(JsonElement citation) => new()
    {
        Title = StringOf(citation, "document_title") ?? StringOf(citation, "title"),
        Url = Uri.TryCreate(StringOf(citation, "url") ?? StringOf(citation, "source"), UriKind.Absolute, out var url) ? url : null,
        Snippet = StringOf(citation, "cited_text"),
        RawRepresentation = citation,
    };

    public static List<AIAnnotation>? ReadAll(JsonElement citations)
    {
        if (citations.ValueKind != JsonValueKind.Array || citations.GetArrayLength() == 0)
        {
            return null;
        }

        return [.. citations.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object).Select(Make)];
    }

    private static string? StringOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
