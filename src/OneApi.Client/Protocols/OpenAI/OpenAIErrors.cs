namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Turns a body that says error, under whatever status, into the exception that it means.</summary>
internal static class OpenAIErrors
{
    /// <summary>The exception, or null when the body has no sign of an error.</summary>
    public static OneApiException? Thrown(ProviderEndpoint endpoint, int? status, ReadOnlySpan<byte> body)
    {
        var fault = OpenAIErrorReader.Read(status, body);
        return OpenAIErrorReader.LooksLikeError(fault) ? ProviderFaults.ToException(endpoint, fault) : null;
    }
}
