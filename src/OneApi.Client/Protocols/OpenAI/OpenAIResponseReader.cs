using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Reads a whole chat completion (protocols/openai.md §5). Success is judged by the body, not by the status.</summary>
internal static class OpenAIResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ChatRequest request)
    {
        body = SkipKeepAlive(body);
        if (body.IsEmpty)
        {
            // Keep-alive blanks and nothing after them: the provider gave up (deepseek.md §5).
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProviderUnavailable, "The answer holds nothing but keep-alive blanks.");
        }

        try
        {
            return ReadBody(body, request);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    private static ChatResponse ReadBody(ReadOnlySpan<byte> body, ChatRequest request)
    {
        var endpoint = request.Endpoint;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw OpenAIErrors.Thrown(endpoint, 200, body) ?? (Exception)new JsonException("Not an object.");
        }

        var response = new ChatResponse();
        var message = new OpenAIMessageReader(endpoint, request.Profile, OpenAIAudio.MediaTypeOf(request), OpenAIFinish.InferenceFor(request));
        var hasChoice = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                hasChoice |= ReadChoices(ref reader, body, message);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                message.ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                response.ResponseId = JsonRead.TextOrNull(ref reader) is { Length: > 0 } id ? id : null;
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                response.ModelId = JsonRead.StringOrNull(ref reader) is { Length: > 0 } model ? model : null;
            }
            else if (reader.ValueTextEquals("created"u8))
            {
                reader.Read();
                response.CreatedAt = UnixTime.FromSeconds(JsonRead.Int64OrNull(ref reader));
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("base_resp"u8))
            {
                ReadPossibleError(ref reader, endpoint, body);
            }
            else
            {
                message.ReadOther(ref reader);
            }
        }

        if (!hasChoice && OpenAIErrors.Thrown(endpoint, 200, body) is { } error)
        {
            throw error;
        }

        return message.Complete(response);
    }

    private static bool ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, OpenAIMessageReader message)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return false;
        }

        // Several choices do not fit one ChatResponse: the one of index 0 is the answer, or else the first.
        Utf8JsonReader answer = default;
        var index = 0L;
        var any = false;
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject && (!any || (index != 0 && OpenAIChoice.IndexOf(reader) == 0)))
            {
                any = true;
                index = OpenAIChoice.IndexOf(reader) ?? 0;
                answer = reader;
            }

            reader.Skip();
        }

        if (any)
        {
            message.ReadChoice(ref answer, body);
        }

        return any;
    }

    private static void ReadPossibleError(ref Utf8JsonReader reader, ProviderEndpoint endpoint, ReadOnlySpan<byte> body)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String
            && OpenAIErrors.Thrown(endpoint, 200, body) is { } error)
        {
            throw error;
        }

        reader.Skip();
    }

    /// <summary>White space and comment lines may stand before the body (openai-compatible.md §1, rule 10).</summary>
    private static ReadOnlySpan<byte> SkipKeepAlive(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        while (true)
        {
            body = body.TrimStart(" \t\r\n"u8);
            if (body.IsEmpty || body[0] != (byte)':')
            {
                return body;
            }

            var end = body.IndexOfAny((byte)'\n', (byte)'\r');
            body = end < 0 ? [] : body[(end + 1)..];
        }
    }
}
