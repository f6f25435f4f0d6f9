using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §6.</summary>
internal static class PerplexityErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "too_many_prompt_tokens"),
        new(ModelNotFound, Code: "invalid_model"),
    ];
}
