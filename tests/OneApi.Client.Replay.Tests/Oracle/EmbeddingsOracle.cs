using System.Buffers.Binary;
using System.Text.Json;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Reads embeddings in OpenAI's shape (openai.md §11) and in Gemini's (gemini.md §9).</summary>
internal static class EmbeddingsOracle
{
    public static ExpectedEmbeddings OpenAI(JsonElement body) => new()
    {
        Vectors = [.. body.Items("data").OrderBy(one => one.Number("index")).Select(one => Vector(one.At("embedding")!.Value))],
        Input = body.Number("usage", "prompt_tokens"),
        Total = body.Number("usage", "total_tokens"),
    };

    public static ExpectedEmbeddings Gemini(JsonElement body) => new()
    {
        Vectors = [.. body.Items("embeddings").Concat(body.At("embedding") is { } single ? [single] : []).Select(one => Vector(one.At("values")!.Value))],
        Input = body.Number("usageMetadata", "promptTokenCount"),
    };

    /// <summary>Numbers, or base64 of little-endian 32-bit floats.</summary>
    private static float[] Vector(JsonElement embedding)
    {
        if (embedding.ValueKind is JsonValueKind.Array)
        {
            return [.. embedding.EnumerateArray().Select(number => number.GetSingle())];
        }

        var bytes = embedding.GetBytesFromBase64();
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * 4)))];
    }
}
