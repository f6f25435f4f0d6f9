using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Turns a body or event that says error, under whatever status, into the exception that it means.</summary>
internal static class AnthropicErrors
{
    /// <summary>The exception, or null when the body has no sign of an error.</summary>
    public static OneApiException? Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = AnthropicErrorReader.Read(status, body, out var requestId);
        return OpenAIErrorReader.LooksLikeError(fault) || fault.Type is not null ? ProviderFaults.ToException(endpoint, fault, requestId: requestId) : null;
    }

    /// <summary>What an answer without any content means: a refusal, an empty answer, or nothing wrong.</summary>
    public static void ThrowIfWithoutContent(ProviderEndpoint endpoint, ChatFinishReason? finish, AdditionalPropertiesDictionary? others, bool afterResult)
    {
        if (finish == ChatFinishReason.ContentFilter)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, Explanation(others) ?? "The model refused to answer.", "refusal");
        }

        if (AnthropicFinish.IsEmpty(finish, others, afterResult))
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }
    }

    private static string? Explanation(AdditionalPropertiesDictionary? others) =>
        others?.TryGetValue("stop_details", out var details) == true && details is JsonElement { ValueKind: JsonValueKind.Object } element
            && element.TryGetProperty("explanation"u8, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
