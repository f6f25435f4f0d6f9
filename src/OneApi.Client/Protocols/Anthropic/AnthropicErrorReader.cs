using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Reads <c>{"type":"error","error":{"type","message"},"request_id"}</c> (protocols/anthropic.md §9). Bodies of gateways and servers in between are read as everywhere.</summary>
internal static class AnthropicErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body) => Read(status, body, out _);

    /// <param name="status">The HTTP status, or null for an event inside a stream.</param>
    /// <param name="body">The body, or the event's data.</param>
    /// <param name="requestId">The request's id where the body names it.</param>
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body, out string? requestId)
    {
        requestId = null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowTrailingCommas = true });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                requestId = TextOf(root, "request_id");
                if (root.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.Object
                    && TextOf(error, "type") is { } type && !error.TryGetProperty("code"u8, out _))
                {
                    var message = TextOf(error, "message");
                    return new(status, null, type, message, ErrorText.WaitIn(message));
                }
            }

            return OpenAIErrorReader.Read(status, root);
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
