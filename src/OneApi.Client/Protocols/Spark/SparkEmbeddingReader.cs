using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Reads a vector (protocols/spark.md §7): base64 of little-endian floats, in <c>payload.feature.text</c>. No usage is reported.</summary>
internal static class SparkEmbeddingReader
{
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var fault = SparkErrorReader.Read(200, body);
        if (fault.Code is not null)
        {
            throw ProviderFaults.ToException(request.Endpoint, fault);
        }

        var reader = new Utf8JsonReader(body);
        using var answer = JsonDocument.ParseValue(ref reader);
        if (Feature(answer.RootElement) is not { } text || !text.TryGetBytesFromBase64(out var bytes) || bytes.Length == 0 || bytes.Length % sizeof(float) != 0)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse, "The answer holds no vector.");
        }

        return [new Embedding<float>(VectorOf(bytes)) { ModelId = request.Model }];
    }

    private static JsonElement? Feature(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["payload", "feature", "text"])
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out root))
            {
                return null;
            }
        }

        return root.ValueKind == JsonValueKind.String ? root : null;
    }

    private static float[] VectorOf(ReadOnlySpan<byte> bytes)
    {
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return vector;
    }
}
