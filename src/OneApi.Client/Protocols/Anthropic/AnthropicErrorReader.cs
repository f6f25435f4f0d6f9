using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Reads <c>{"type":"error","error":{"type","message"}}</c>; what stands before the API may answer in any other shape.</summary>
internal static class AnthropicErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.Object
                && StringOf(error, "type") is { } type)
            {
                var message = StringOf(error, "message");
                return new(status, type, null, message, ErrorText.WaitIn(message));
            }

            return OpenAIErrorReader.Read(status, document.RootElement);
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    /// <summary>The exception that a body means which came as an answer or inside a stream.</summary>
    public static OneApiException Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = Read(status, body);
        return ProviderFaults.ToException(endpoint, fault);
    }

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
