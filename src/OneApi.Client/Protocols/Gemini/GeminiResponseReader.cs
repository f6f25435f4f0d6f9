using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Reads a whole answer (protocols/gemini.md §5). Success is judged by the body, not by the status.</summary>
internal static class GeminiResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ProviderEndpoint endpoint)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        var answer = new GeminiAnswerReader(endpoint);
        ReadObjects(body, answer, status: 200);
        answer.Complete();

        var id = answer.ResponseId is { Length: > 0 } known ? known : ResponseIds.New();
        var contents = answer.TakeContents() ?? [];
        if (answer.MakeAnnotations() is { } annotations)
        {
            Annotate(contents, annotations);
        }

        var usage = answer.ReadUsage();
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = id, CreatedAt = answer.CreatedAt })
        {
            ResponseId = id,
            ModelId = answer.ModelId,
            CreatedAt = answer.CreatedAt,
            FinishReason = answer.FinishReason,
            Usage = usage,
            AdditionalProperties = answer.TakeOthers(),
        };
    }

    /// <summary>Reads one answer, or the array of partial ones that a stream without <c>alt=sse</c> is.</summary>
    /// <exception cref="JsonException">The data is neither.</exception>
    public static void ReadObjects(ReadOnlySpan<byte> data, GeminiAnswerReader answer, int? status)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (JsonRead.NextItem(ref reader))
            {
                ReadObject(ref reader, data, answer, status);
            }
        }
        else
        {
            ReadObject(ref reader, data, answer, status);
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, GeminiAnswerReader answer, int? status)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        answer.Read(ref reader, data, status);
    }

    /// <summary>Regions are counted over the whole text; where that is several contents, each gets those that begin in it.</summary>
    private static void Annotate(List<AIContent> contents, List<AIAnnotation> annotations)
    {
        var texts = contents.OfType<TextContent>().ToList();
        if (texts.Count == 1)
        {
            texts[0].Annotations = annotations;
            return;
        }

        var from = 0;
        foreach (var text in texts)
        {
            foreach (var annotation in annotations.Cast<CitationAnnotation>())
            {
                var regions = annotation.AnnotatedRegions?.OfType<TextSpanAnnotatedRegion>()
                    .Where(region => region.StartIndex >= from && region.StartIndex < from + text.Text.Length)
                    .Select(region => (AnnotatedRegion)new TextSpanAnnotatedRegion { StartIndex = region.StartIndex - from, EndIndex = region.EndIndex - from })
                    .ToList();
                if (regions is { Count: > 0 } || (annotation.AnnotatedRegions is null && text == texts[^1]))
                {
                    (text.Annotations ??= []).Add(Copy(annotation, regions));
                }
            }

            from += text.Text.Length;
        }
    }

    private static CitationAnnotation Copy(CitationAnnotation annotation, List<AnnotatedRegion>? regions) => new()
    {
        Title = annotation.Title,
        Url = annotation.Url,
        Snippet = annotation.Snippet,
        AdditionalProperties = annotation.AdditionalProperties,
        AnnotatedRegions = regions,
    };
}
