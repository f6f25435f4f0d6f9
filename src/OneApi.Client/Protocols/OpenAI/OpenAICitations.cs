using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Citations: OpenAI's <c>url_citation</c>, Perplexity's <c>search_results</c>, the bare addresses of <c>citations</c> (openai-compatible.md §4, §6), Zhipu's <c>web_search</c> (zhipu.md §4).</summary>
internal static class OpenAICitations
{
    /// <summary>Adds the sources that stand at the top of an answer; where both members are there, the one that says more.</summary>
    public static void Add(AdditionalPropertiesDictionary? members, ref List<AIAnnotation>? annotations)
    {
        if (members is null)
        {
            return;
        }

        if (Find(members, "search_results") is { } results)
        {
            Add(results, ref annotations);
        }
        else if (Find(members, "citations") is { } addresses)
        {
            Add(addresses, ref annotations);
        }
        else if (Find(members, "web_search") is { } found)
        {
            Add(found, ref annotations);
        }
    }

    /// <summary>Adds the sources of one list, of objects or of addresses.</summary>
    public static void Add(JsonElement sources, ref List<AIAnnotation>? annotations)
    {
        if (sources.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var source in sources.EnumerateArray())
        {
            var address = source.ValueKind == JsonValueKind.String ? JsonRead.Text(source) : OpenAIContentParts.StringOf(source, "url") ?? OpenAIContentParts.StringOf(source, "link");
            if (address is not null)
            {
                (annotations ??= []).Add(new CitationAnnotation
                {
                    Title = OpenAIContentParts.StringOf(source, "title"),
                    Url = Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null,
                    Snippet = OpenAIContentParts.StringOf(source, "snippet") ?? OpenAIContentParts.StringOf(source, "content"),
                    RawRepresentation = source,
                });
            }
        }
    }

    /// <summary>Makes the annotation of a <c>url_citation</c>.</summary>
    public static CitationAnnotation Make(JsonElement citation)
    {
        var annotation = new CitationAnnotation
        {
            Title = OpenAIContentParts.StringOf(citation, "title"),
            Url = Uri.TryCreate(OpenAIContentParts.StringOf(citation, "url"), UriKind.Absolute, out var url) ? url : null,
            Snippet = OpenAIContentParts.StringOf(citation, "content"),
        };
        if (PositionOf(citation, "start_index") is { } from && PositionOf(citation, "end_index") is { } to)
        {
            annotation.AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = from, EndIndex = to }];
        }

        return annotation;
    }

    private static int? PositionOf(JsonElement citation, string name) =>
        citation.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var position) ? position : null;

    private static JsonElement? Find(AdditionalPropertiesDictionary members, string name) =>
        members.TryGetValue(name, out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list : null;
}
