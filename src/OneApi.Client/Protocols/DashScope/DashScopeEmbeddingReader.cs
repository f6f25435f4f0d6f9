using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Reads vectors, which name the text that they belong to by its index (protocols/qwen.md §13).</summary>
internal static class DashScopeEmbeddingReader
{
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        try
        {
            return ReadBody(body, request);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new JsonException("A value of the answer is not readable.", error);
        }
    }

    private static GeneratedEmbeddings<Embedding<float>> ReadBody(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var found = new List<(long Index, Embedding<float> Embedding)>();
        UsageDetails? usage = null;
        AdditionalPropertiesDictionary? others = null;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("output"u8))
            {
                ReadOutput(ref reader, request, found, ref others);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = DashScopeUsageReader.Read(ref reader, ref others);
            }
            else
            {
                ReadOther(ref reader, ref others);
            }
        }

        if (found.Count == 0)
        {
            throw DashScopeErrors.Thrown(request.Endpoint, 200, body) ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        return new(found.OrderBy(static item => item.Index).Select(static item => item.Embedding)) { Usage = Finish(usage), AdditionalProperties = others };
    }

    private static void ReadOutput(ref Utf8JsonReader reader, EmbeddingRequest request, List<(long Index, Embedding<float> Embedding)> found, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("embeddings"u8))
            {
                ReadOther(ref reader, ref others);
                continue;
            }

            if (!JsonRead.EnterArray(ref reader))
            {
                continue;
            }

            while (JsonRead.NextItem(ref reader))
            {
                ReadItem(ref reader, request, found);
            }
        }
    }

    private static void ReadItem(ref Utf8JsonReader reader, EmbeddingRequest request, List<(long Index, Embedding<float> Embedding)> found)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        long? index = null;
        float[]? vector = null;
        AdditionalPropertiesDictionary? others = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("embedding"u8))
            {
                vector = ReadVector(ref reader, request.Options?.Dimensions ?? 1024);
            }
            else if (reader.ValueTextEquals("text_index"u8))
            {
                reader.Read();
                index = JsonRead.Int64OrNull(ref reader);
            }
            else
            {
                ReadOther(ref reader, ref others);
            }
        }

        // A sparse embedding has no dense vector; what it has is in the additional properties.
        if (vector is not null || others is not null)
        {
            found.Add((index ?? found.Count, new(vector ?? []) { ModelId = request.Model, AdditionalProperties = others }));
        }
    }

    private static float[]? ReadVector(ref Utf8JsonReader reader, int capacity)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return null;
        }

        var values = new List<float>(Math.Clamp(capacity, 1, 1 << 16));
        while (JsonRead.NextItem(ref reader))
        {
            values.Add(reader.TokenType == JsonTokenType.Number ? reader.GetSingle() : throw new JsonException("Not a number."));
        }

        return [.. values];
    }

    private static void ReadOther(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        var name = JsonRead.Text(ref reader);
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            (others ??= [])[name] = JsonRead.Element(ref reader);
        }
    }

    /// <summary>An embedding has no output: its input is its total.</summary>
    private static UsageDetails? Finish(UsageDetails? usage)
    {
        if (usage is not null)
        {
            usage.InputTokenCount ??= usage.TotalTokenCount;
            usage.TotalTokenCount ??= usage.InputTokenCount;
        }

        return usage;
    }
}
