using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Reads <c>{"error_code":…,"error_msg":…}</c>, which comes under any status, mostly 200 (protocols/wenxin.md §9.1); other bodies are those of servers in between.</summary>
internal static class WenxinErrorReader
{
    /// <summary>"QPS limit reached": a limit per second is over after one.</summary>
    private const string PerSecond = "18";

    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        var fault = OpenAIErrorReader.Read(status, body);
        return fault is { Code: PerSecond, RetryAfter: null } ? fault with { RetryAfter = TimeSpan.FromSeconds(1) } : fault;
    }

    /// <summary>The exception that a body or an event means, or null when there is no sign of an error.</summary>
    public static OneApiException? Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = Read(status, body);
        return OpenAIErrorReader.LooksLikeError(fault) ? ProviderFaults.ToException(endpoint, fault, requestId: IdOf(body)) : null;
    }

    /// <summary>The error's id stands in the body, where there is one.</summary>
    private static string? IdOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (JsonRead.NextProperty(ref reader))
            {
                var isId = reader.ValueTextEquals("id"u8);
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
