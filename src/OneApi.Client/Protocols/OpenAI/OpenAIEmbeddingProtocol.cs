using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Embeddings of OpenAI and of the servers that speak like it (protocols/openai.md §11).</summary>
internal class OpenAIEmbeddingProtocol : EmbeddingProtocol
{
    public override string GetUrl(ProviderEndpoint endpoint, string model) => endpoint.BaseUrl + (endpoint.Profile.For(model).EmbeddingParts ? "/embeddings/multimodal" : "/embeddings");

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!raw.Has("input") && request.Profile is { MaxEmbeddingInputs: 1, EmbeddingParts: false } && request.Inputs is [var only])
        {
            writer.WriteString("input"u8, only); // embedding-2 takes no list (zhipu.md §8)
        }
        else if (!raw.Has("input"))
        {
            writer.WriteStartArray("input"u8);
            foreach (var input in request.Inputs)
            {
                WriteInput(writer, input, request.Profile);
            }

            writer.WriteEndArray();
        }

        WriteDimensions(writer, request, raw);

        raw.WriteAll(writer, "model");
        writer.WriteEndObject();
    }

    private static void WriteDimensions(Utf8JsonWriter writer, EmbeddingRequest request, in RawMembers raw)
    {
        if (request.Options?.Dimensions is not { } dimensions)
        {
            return;
        }

        if (request.Profile.DimensionsField is not { } field)
        {
            request.Warnings.NotHonoured(nameof(EmbeddingGenerationOptions.Dimensions), "The model has one size only.");
        }
        else if (!raw.Has(field))
        {
            writer.WriteNumber(field, dimensions);
        }
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
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

    private static void WriteInput(Utf8JsonWriter writer, string input, WireProfile profile)
    {
        if (!profile.EmbeddingParts)
        {
            writer.WriteStringValue(input);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, input);
        writer.WriteEndObject();
    }

    private static GeneratedEmbeddings<Embedding<float>> ReadBody(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var found = new List<(long Index, ReadOnlyMemory<float> Vector)>();
        UsageDetails? usage = null;
        AdditionalPropertiesDictionary? others = null;
        string? model = null;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw OpenAIErrors.Thrown(request.Endpoint, 200, body) ?? (Exception)new JsonException("Not an object.");
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                ReadData(ref reader, found);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = OpenAIUsageReader.Read(ref reader, WireProfile.Default, ref others);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                model = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                var name = JsonRead.Text(ref reader);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    (others ??= [])[name] = JsonRead.Element(ref reader);
                }
            }
        }

        if (found.Count == 0)
        {
            throw OpenAIErrors.Thrown(request.Endpoint, 200, body) ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        return new(InOrder(found).Select(item => new Embedding<float>(item.Vector) { ModelId = model }))
        {
            Usage = usage,
            AdditionalProperties = others,
        };
    }

    /// <summary>By their indexes; servers that give every vector the same index answer in the order of the inputs.</summary>
    private static IEnumerable<(long Index, ReadOnlyMemory<float> Vector)> InOrder(List<(long Index, ReadOnlyMemory<float> Vector)> found) =>
        found.DistinctBy(static item => item.Index).Count() == found.Count ? found.OrderBy(static item => item.Index) : found;

    private static void ReadData(ref Utf8JsonReader reader, List<(long Index, ReadOnlyMemory<float> Vector)> found)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadItem(ref reader, found); // Doubao's multimodal answer is one object
            return;
        }

        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadItem(ref reader, found);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadItem(ref Utf8JsonReader reader, List<(long Index, ReadOnlyMemory<float> Vector)> found)
    {
        long? index = null;
        ReadOnlyMemory<float>? vector = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("embedding"u8))
            {
                reader.Read();
                vector = ReadVector(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = JsonRead.Int64OrNull(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (vector is { } values)
        {
            found.Add((index ?? found.Count, values));
        }
    }

    /// <summary>An array of numbers, or base64 of little-endian floats.</summary>
    private static ReadOnlyMemory<float>? ReadVector(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var bytes = reader.GetBytesFromBase64();
            var floats = new float[bytes.Length / sizeof(float)];
            bytes.AsSpan(0, floats.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(floats.AsSpan()));
            return floats;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var values = new List<float>(1536);
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                values.Add(reader.GetSingle());
            }
            else
            {
                reader.Skip();
            }
        }

        return values.ToArray();
    }
}
