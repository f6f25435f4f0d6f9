using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Writes the answer of a translated embedding call as OpenAI writes it (protocols/openai.md §11).</summary>
internal static class EmbeddingWriter
{
    /// <param name="output">Where to.</param>
    /// <param name="embeddings">The vectors, in the order of the inputs.</param>
    /// <param name="asBase64">Whether they are wanted as base64 of little-endian floats.</param>
    /// <param name="model">The model where the provider names none.</param>
    /// <param name="counted">What was counted where the provider reports nothing.</param>
    public static void Write(IBufferWriter<byte> output, GeneratedEmbeddings<Embedding<float>> embeddings, bool asBase64, string model, UsageDetails? counted)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var i = 0; i < embeddings.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, i);
            writer.WritePropertyName("embedding"u8);
            WriteVector(writer, embeddings[i].Vector.Span, asBase64);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model"u8, embeddings.Count > 0 && embeddings[0].ModelId is { Length: > 0 } said ? said : model);
        WriteUsage(writer, embeddings.Usage?.InputTokenCount ?? embeddings.Usage?.TotalTokenCount ?? counted?.InputTokenCount ?? 0);
        writer.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter writer, ReadOnlySpan<float> vector, bool asBase64)
    {
        if (asBase64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            }

            writer.WriteBase64StringValue(bytes);
            return;
        }

        writer.WriteStartArray();
        foreach (var value in vector)
        {
            writer.WriteNumberValue(float.IsFinite(value) ? value : 0); // JSON has no word for what is no number
        }

        writer.WriteEndArray();
    }

    private static void WriteUsage(Utf8JsonWriter writer, long tokens)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, tokens);
        writer.WriteNumber("total_tokens"u8, tokens);
        writer.WriteEndObject();
    }
}
