using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.MiniMax;

/// <summary>Reads <c>vectors</c>, in the order of the texts; an error comes in <c>base_resp</c> under status 200 (protocols/minimax.md §10).</summary>
internal static class MiniMaxEmbeddingReader
{
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("vectors"u8))
            {
                reader.Read();
                ReadVectors(ref reader, embeddings, request.Model);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                reader.Read();
                var tokens = JsonRead.Int64OrNull(ref reader);
                embeddings.Usage = tokens is null ? null : new() { InputTokenCount = tokens, TotalTokenCount = tokens };
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (OpenAIErrors.Thrown(request.Endpoint, 200, body) is { } error)
        {
            throw error;
        }

        return embeddings.Count > 0 ? embeddings : throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
    }

    private static void ReadVectors(ref Utf8JsonReader reader, GeneratedEmbeddings<Embedding<float>> embeddings, string model)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("A vector is no array.");
            }

            var values = new List<float>(1536);
            while (JsonRead.NextItem(ref reader))
            {
                values.Add(reader.GetSingle());
            }

            embeddings.Add(new(values.ToArray()) { ModelId = model });
        }
    }
}
