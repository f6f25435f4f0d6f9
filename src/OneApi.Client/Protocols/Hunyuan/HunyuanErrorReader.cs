using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Reads errors (protocols/hunyuan.md §4, §5, §8): <c>Error</c> in the wrapper or without it, <c>ErrorMsg</c> beside an answer, and what
/// servers in between say in OpenAI's shape or in none.
/// </summary>
internal static class HunyuanErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body, out string? requestId)
    {
        requestId = null;
        try
        {
            var reader = new Utf8JsonReader(body.TrimStart("\uFEFF \t\r\n"u8));
            using var document = JsonDocument.ParseValue(ref reader);
            var scope = document.RootElement.ValueKind == JsonValueKind.Object && Member(document.RootElement, "Response") is { ValueKind: JsonValueKind.Object } inner ? inner : document.RootElement;
            requestId = Text(scope, "RequestId");
            if (Native(status, scope) is { } fault)
            {
                return fault;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or text in it that is no valid Unicode.
        }

        return OpenAIErrorReader.Read(status, body);
    }

    /// <summary>The exception, or null when there is no sign of an error.</summary>
    public static OneApiException? Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = Read(status, body, out var requestId);
        return fault.Code is null && fault.Message is null && fault.Type is null ? null : ProviderFaults.ToException(endpoint, fault, requestId: requestId);
    }

    private static ProviderFault? Native(int? status, JsonElement scope)
    {
        if (Member(scope, "Error") is { ValueKind: JsonValueKind.Object } error)
        {
            return new(status, Text(error, "Code"), null, Text(error, "Message"), ErrorText.WaitIn(Text(error, "Message")));
        }

        // A code of zero says that all is well.
        return Member(scope, "ErrorMsg") is { ValueKind: JsonValueKind.Object } beside && Text(beside, "Code") is { } code and not "0"
            ? new(status, code, null, Text(beside, "Msg"))
            : null;
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };
}
