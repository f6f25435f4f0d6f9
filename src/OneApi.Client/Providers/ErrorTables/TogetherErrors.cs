using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, Together.</summary>
internal static class TogetherErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, 403, Text: "input token+max_tokens"),
        new(ContextLengthExceeded, 403, Text: "input token+max_new_tokens"),
        new(ModelNotFound, Code: "model_not_available"),
        new(ContextLengthExceeded, 422, Text: "context"),
        new(ModelNotFound, 404),
        new(ProviderUnavailable, 524),
    ];
}
