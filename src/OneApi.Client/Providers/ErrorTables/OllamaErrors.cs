using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/ollama.md §7.</summary>
internal static class OllamaErrors
{
    public static readonly ErrorRule[] All =
    [
        new(InvalidRequest, 400, Text: "does not support"),
        new(QuotaExhausted, 429, Text: "weekly"),
        new(QuotaExhausted, 429, Text: "usage limit"),
        new(ProviderUnavailable, Text: "runner process"), // in a stream, where no status says it
        new(ProviderUnavailable, Text: "requires more system memory"),
        new(Unknown, 499),
    ];
}
