using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §9, llama.cpp server.</summary>
internal static class LlamaCppErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "exceed_context_size_error"),
        new(ProviderUnavailable, Code: "unavailable_error"),
        new(OneApiErrorKind.Authentication, Code: "authentication_error"),
        new(InvalidRequest, Code: "not_supported_error"),
        new(InvalidRequest, 501),
    ];
}
