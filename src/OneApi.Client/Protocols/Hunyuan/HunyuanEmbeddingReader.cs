using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Reads vectors, inside <c>Response</c> or without it (protocols/hunyuan.md §9).</summary>
internal static class HunyuanEmbeddingReader
{
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        var found = new List<(long Index, float[] Vector)>();
        var answer = new GeneratedEmbeddings<Embedding<float>>();
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("Not an object.");
            }

            ReadAnswer(ref reader, found, answer);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new JsonException("A value of the answer is not readable.", error);
        }

        if (found.Count == 0)
        {
            throw HunyuanErrorReader.Thrown(request.Endpoint, 200, body) ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        foreach (var (_, vector) in found.OrderBy(static item => item.Index))
        {
            answer.Add(new(vector));
        }

        return answer;
    }

    private static void ReadAnswer(ref Utf8JsonReader reader, List<(long Index, float[] Vector)> found, GeneratedEmbeddings<Embedding<float>> answer)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("Response"u8))
            {
                if (JsonRead.EnterObject(ref reader))
                {
                    ReadAnswer(ref reader, found, answer);
                }
            }
            else if (reader.ValueTextEquals("Data"u8))
            {
                ReadData(ref reader, found);
            }
            else if (reader.ValueTextEquals("Usage"u8))
            {
                reader.Read();
                answer.Usage = HunyuanUsageReader.Read(ref reader);
            }
            else
            {
                var name = JsonRead.Text(ref reader);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    (answer.AdditionalProperties ??= [])[name] = JsonRead.Element(ref reader);
                }
            }
        }
    }

    private static void ReadData(ref Utf8JsonReader reader, List<(long Index, float[] Vector)> found)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.EnterObject(ref reader))
            {
                ReadItem(ref reader, found);
            }
        }
    }

    private static void ReadItem(ref Utf8JsonReader reader, List<(long Index, float[] Vector)> found)
    {
        long? index = null;
        List<float>? vector = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("Embedding"u8))
            {
                vector = ReadVector(ref reader);
            }
            else if (reader.ValueTextEquals("Index"u8))
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

        if (vector is not null)
        {
            found.Add((index ?? found.Count, [.. vector]));
        }
    }

    private static List<float>? ReadVector(ref Utf8JsonReader reader)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return null;
        }

        var values = new List<float>(1024);
        while (JsonRead.NextItem(ref reader))
        {
            values.Add(reader.TokenType == JsonTokenType.Number ? reader.GetSingle() : throw new JsonException("Not a number."));
        }

        return values;
    }
}
