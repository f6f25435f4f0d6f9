using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/other-openai-compatible-cn.md §5: flat bodies, or a bare string.</summary>
internal static class SiliconFlowErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, Code: "20012"),
        new(ContextLengthExceeded, Code: "20015", Text: "length of prompt_tokens"),
        new(ContextLengthExceeded, 400, Text: "length of prompt_tokens"),
        new(QuotaExhausted, 403, "30001"),
        new(QuotaExhausted, 403, Text: "balance"),
        new(ModelNotFound, 404),
        new(RateLimited, 429, Text: "RPM"),
        new(RateLimited, 429, Text: "TPM"),
        new(RateLimited, 429, Text: "IPM"),
        new(RateLimited, 429, Text: "RPD"),
        new(RateLimited, 429, Text: "TPD"),
        new(RateLimited, 429, Text: "IPD"),
        new(ProviderUnavailable, Code: "50505"),
        new(ProviderUnavailable, Text: "^internal server error"), // in a stream no status tells it
    ];
}
