using System.Text.Json;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Turns a body or an event that says error, under whatever status, into the exception that it means.</summary>
internal static class DashScopeErrors
{
    /// <summary>The exception, or null when there is no sign of an error.</summary>
    public static OneApiException? Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = DashScopeErrorReader.Read(status, body);
        return fault.Code is null && fault.Message is null && fault.Type is null ? null : ProviderFaults.ToException(endpoint, fault, requestId: RequestIdOf(body));
    }

    /// <summary>The request's id stands in the body, beside the error (protocols/qwen.md §9).</summary>
    private static string? RequestIdOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (JsonRead.NextProperty(ref reader))
            {
                var isId = reader.ValueTextEquals("request_id"u8);
                reader.Read();
                if (isId)
                {
                    return JsonRead.StringOrNull(ref reader) is { Length: > 0 } id ? id : null;
                }

                reader.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, and so no id.
        }

        return null;
    }
}
