using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Reads of an embedding answer that is passed on only what the gateway must know: how many vectors, what was used. The vectors themselves stay text.</summary>
internal static class OpenAIEmbeddingEnvelope
{
    /// <exception cref="OneApiException">The body says error, or holds no vector.</exception>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static (int Count, UsageDetails? Usage) Read(ReadOnlySpan<byte> body, ProviderEndpoint endpoint)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw OpenAIErrors.Thrown(endpoint, 200, body) ?? (Exception)new JsonException("Not an object.");
        }

        var count = 0;
        UsageDetails? usage = null;
        AdditionalPropertiesDictionary? others = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                count = CountVectors(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = OpenAIUsageReader.Read(ref reader, WireProfile.Default, ref others);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return count > 0 ? (count, usage) : throw OpenAIErrors.Thrown(endpoint, 200, body) ?? ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
    }

    private static int CountVectors(ref Utf8JsonReader reader)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return 0;
        }

        var count = 0;
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                count += HasVector(ref reader) ? 1 : 0;
            }
            else
            {
                reader.Skip();
            }
        }

        return count;
    }

    private static bool HasVector(ref Utf8JsonReader reader)
    {
        var has = false;
        while (JsonRead.NextProperty(ref reader))
        {
            var isVector = reader.ValueTextEquals("embedding"u8);
            reader.Read();
            has |= isVector && reader.TokenType is (JsonTokenType.StartArray or JsonTokenType.String);
            reader.Skip();
        }

        return has;
    }
}
