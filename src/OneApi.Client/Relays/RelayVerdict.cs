using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Relays;

/// <summary>Judges what came under a success: an error all the same, nothing at all, or an answer; and what the answer says of its usage.</summary>
internal static class RelayVerdict
{
    /// <summary>Members of which an answer has one. A body with none of them that carries the signs of an error is one.</summary>
    private static readonly string[] AnswerMembers = ["text", "segments", "words", "results", "result_list", "data"];

    /// <summary>Judges a whole body.</summary>
    /// <returns>Its usage, or null; and the text of an answer that is one.</returns>
    /// <exception cref="OneApiException">It is no answer.</exception>
    public static (UsageDetails? Usage, string? Text) Judge(ProviderEndpoint endpoint, string? mediaType, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (mediaType is "text/html")
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "A page came in the place of an answer.");
        }

        var isJson = mediaType is not null && mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        if (body.Span.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'{', ..])
        {
            return isJson ? JudgeOther(endpoint, body.Span) : (null, System.Text.Encoding.UTF8.GetString(body.Span));
        }

        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
            return JudgeObject(endpoint, document.RootElement, body.Span);
        }
        catch (JsonException) when (!isJson)
        {
            return (null, System.Text.Encoding.UTF8.GetString(body.Span)); // a text may begin with a brace
        }
    }

    /// <summary>The error that an event holds, or null.</summary>
    public static OneApiException? ErrorIn(ProviderEndpoint endpoint, JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && (HasError(data) || data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("error"u8))
            ? ProviderFaults.ToException(endpoint, OpenAIErrorReader.Read(null, data))
            : null;

    /// <summary>A JSON answer that is no object: a list is passed on, a text or a cut beginning is not.</summary>
    private static (UsageDetails? Usage, string? Text) JudgeOther(ProviderEndpoint endpoint, ReadOnlySpan<byte> body)
    {
        if (body.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
        {
            return default;
        }

        throw OpenAIErrors.Thrown(endpoint, 200, body) ?? ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
    }

    private static (UsageDetails? Usage, string? Text) JudgeObject(ProviderEndpoint endpoint, JsonElement root, ReadOnlySpan<byte> body)
    {
        if (AnswerIn(root) is not { } answer)
        {
            if (OpenAIErrors.Thrown(endpoint, 200, body) is { } error)
            {
                throw error;
            }

            return root.EnumerateObject().MoveNext()
                ? (RelayUsage.Of(root), null) // words that nobody knows: they are the caller's to read
                : throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        return answer.ValueKind == JsonValueKind.Array && answer.GetArrayLength() == 0 && !root.TryGetProperty("text", out _)
            ? throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse)
            : (RelayUsage.Of(root), answer.ValueKind == JsonValueKind.String ? JsonRead.Text(answer) : null);
    }

    private static bool HasError(JsonElement data) => data.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String;

    private static JsonElement? AnswerIn(JsonElement root)
    {
        foreach (var name in AnswerMembers)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return null;
    }
}
