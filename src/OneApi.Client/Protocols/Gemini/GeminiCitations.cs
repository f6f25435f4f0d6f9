using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Makes annotations of <c>groundingMetadata</c> and <c>citationMetadata</c> (protocols/gemini.md §5). Their offsets count bytes.</summary>
internal static class GeminiCitations
{
    /// <summary>One annotation per source, with the regions of the text that rest on it; sources that nothing rests on only where no region is named at all.</summary>
    public static void AddGrounding(JsonElement metadata, Utf8Offsets offsets, ref List<AIAnnotation>? annotations)
    {
        if (!TryGetArray(metadata, "groundingChunks", out var chunks))
        {
            return;
        }

        var sources = new CitationAnnotation?[chunks.GetArrayLength()];
        var hasSupports = false;
        if (TryGetArray(metadata, "groundingSupports", out var supports))
        {
            foreach (var support in supports.EnumerateArray())
            {
                hasSupports |= AddSupport(support, chunks, sources, offsets);
            }
        }

        for (var i = 0; i < sources.Length; i++)
        {
            if (hasSupports ? sources[i] is not null : true)
            {
                (annotations ??= []).Add(sources[i] ?? MakeSource(chunks[i]));
            }
        }
    }

    public static void AddCitations(JsonElement metadata, Utf8Offsets offsets, ref List<AIAnnotation>? annotations)
    {
        // The Gemini API says citationSources, Vertex AI citations.
        if (!TryGetArray(metadata, "citationSources", out var sources) && !TryGetArray(metadata, "citations", out sources))
        {
            return;
        }

        foreach (var source in sources.EnumerateArray())
        {
            var annotation = new CitationAnnotation { Title = StringOf(source, "title"), Url = UrlOf(source) };
            if (RegionOf(source, offsets) is { } region)
            {
                annotation.AnnotatedRegions = [region];
            }

            if (StringOf(source, "license") is { } license)
            {
                annotation.AdditionalProperties = new() { ["license"] = license };
            }

            (annotations ??= []).Add(annotation);
        }
    }

    private static bool AddSupport(JsonElement support, JsonElement chunks, CitationAnnotation?[] sources, Utf8Offsets offsets)
    {
        if (!TryGetArray(support, "groundingChunkIndices", out var indices) || !support.TryGetProperty("segment", out var segment))
        {
            return false;
        }

        var any = false;
        foreach (var item in indices.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var index) || index < 0 || index >= sources.Length)
            {
                continue;
            }

            any = true;
            var source = sources[index] ??= MakeSource(chunks[index]);
            if (RegionOf(segment, offsets) is { } region)
            {
                (source.AnnotatedRegions ??= []).Add(region);
            }
        }

        return any;
    }

    /// <summary>A source is <c>web</c>, <c>retrievedContext</c>, <c>maps</c>, or one that is not known yet: always one object under its kind.</summary>
    private static CitationAnnotation MakeSource(JsonElement chunk)
    {
        var annotation = new CitationAnnotation();
        if (chunk.ValueKind != JsonValueKind.Object)
        {
            return annotation;
        }

        foreach (var kind in chunk.EnumerateObject())
        {
            if (kind.Value.ValueKind == JsonValueKind.Object)
            {
                annotation.Title = StringOf(kind.Value, "title");
                annotation.Url = UrlOf(kind.Value);
                annotation.Snippet = StringOf(kind.Value, "text");
                break;
            }
        }

        return annotation;
    }

    private static TextSpanAnnotatedRegion? RegionOf(JsonElement segment, Utf8Offsets offsets)
    {
        if (IntOf(segment, "endIndex") is not { } end)
        {
            return null;
        }

        // A start of zero is not on the wire.
        return new() { StartIndex = offsets.ToChars(IntOf(segment, "startIndex") ?? 0), EndIndex = offsets.ToChars(end) };
    }

    private static int? IntOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string? StringOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Uri? UrlOf(JsonElement element) => Uri.TryCreate(StringOf(element, "uri"), UriKind.Absolute, out var url) ? url : null;

    private static bool TryGetArray(JsonElement element, string name, out JsonElement array)
    {
        array = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out array) && array.ValueKind == JsonValueKind.Array;
    }
}
