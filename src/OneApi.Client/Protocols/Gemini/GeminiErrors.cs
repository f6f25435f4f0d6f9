using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Turns an error inside an answer, a stream included, into the exception that it means.</summary>
internal static class GeminiErrors
{
    /// <summary>Reads the member <c>error</c> of an answer; an empty one is no error.</summary>
    public static void ThrowIfError(ProviderEndpoint endpoint, int? status, JsonElement error)
    {
        if (error.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
        {
            return;
        }

        var fault = error.ValueKind == JsonValueKind.String
            ? new ProviderFault(status, null, null, error.GetString())
            : GeminiErrorReader.Read(status, error);
        if (fault.Message is not null || fault.Code is not null)
        {
            throw ProviderFaults.ToException(endpoint, fault);
        }
    }
}
