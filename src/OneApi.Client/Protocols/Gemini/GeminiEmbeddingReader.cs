using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads vectors: <c>embeddings[]</c> of batchEmbedContents, <c>embedding</c> of embedContent, <c>predictions[].embeddings</c> of
/// Vertex's predict.
/// </summary>
internal static class GeminiEmbeddingReader
{
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        var result = new GeneratedEmbeddings<Embedding<float>>(request.Inputs.Count);
        AdditionalPropertiesDictionary? others = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("embeddings"u8) || reader.ValueTextEquals("predictions"u8))
            {
                ReadList(ref reader, request, result);
            }
            else if (reader.ValueTextEquals("embedding"u8))
            {
                reader.Read();
                ReadVector(ref reader, request, result);
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                reader.Read();
                result.Usage = GeminiUsageReader.Read(ref reader, ref others) ?? result.Usage;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                GeminiErrors.ThrowIfError(request.Endpoint, 200, JsonRead.Element(ref reader));
            }
            else
            {
                var name = reader.GetString()!;
                reader.Read();
                (others ??= [])[name] = JsonRead.Element(ref reader);
            }
        }

        ThrowUnlessComplete(result, request);
        result.Usage = Finish(result.Usage);
        result.AdditionalProperties = others;
        return result;
    }

    private static void ReadList(ref Utf8JsonReader reader, EmbeddingRequest request, GeneratedEmbeddings<Embedding<float>> result)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            ReadVector(ref reader, request, result);
        }
    }

    /// <summary>Reads <c>{"values":[…]}</c>, also one level down under <c>embeddings</c>.</summary>
    private static void ReadVector(ref Utf8JsonReader reader, EmbeddingRequest request, GeneratedEmbeddings<Embedding<float>> result)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        float[]? values = null;
        AdditionalPropertiesDictionary? others = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("values"u8))
            {
                values = ReadValues(ref reader, result.Count > 0 ? result[^1].Vector.Length : request.Options?.Dimensions ?? 768);
            }
            else if (reader.ValueTextEquals("embeddings"u8))
            {
                reader.Read();
                ReadVector(ref reader, request, result);
            }
            else
            {
                var name = reader.GetString()!;
                reader.Read();
                var value = JsonRead.Element(ref reader);
                (others ??= [])[name] = value;
                AddTokens(name, value, result);
            }
        }

        if (values is not null)
        {
            result.Add(new(values) { ModelId = request.Model, AdditionalProperties = others });
        }
    }

    private static void AddTokens(string name, JsonElement value, GeneratedEmbeddings<Embedding<float>> result)
    {
        if (name == "statistics" && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("token_count", out var count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetDouble(out var tokens))
        {
            result.Usage ??= new();
            result.Usage.InputTokenCount = (result.Usage.InputTokenCount ?? 0) + (long)tokens;
        }
    }

    private static float[]? ReadValues(ref Utf8JsonReader reader, int capacity)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return null;
        }

        var values = new List<float>(Math.Clamp(capacity, 1, 1 << 16));
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out var value))
            {
                values.Add(value);
            }
            else
            {
                throw new JsonException("Not a number.");
            }
        }

        return [.. values];
    }

    /// <summary>An embedding has no output; its total is its input.</summary>
    private static UsageDetails? Finish(UsageDetails? usage)
    {
        if (usage is not null)
        {
            usage.OutputTokenCount = null;
            usage.TotalTokenCount ??= usage.InputTokenCount;
        }

        return usage;
    }

    private static void ThrowUnlessComplete(GeneratedEmbeddings<Embedding<float>> result, EmbeddingRequest request)
    {
        if (result.Count == 0 && request.Inputs.Count > 0)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (request.Raw?.ContainsKey("requests") != true && result.Count != request.Inputs.Count)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer does not hold one vector per input.");
        }
    }
}
