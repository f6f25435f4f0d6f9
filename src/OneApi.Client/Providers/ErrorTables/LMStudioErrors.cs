using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §9, LM Studio.</summary>
internal static class LMStudioErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 400, Text: "model+not loaded"),
        new(ModelNotFound, 404, Text: "model+not loaded"),
        new(ModelNotFound, 400, Text: "model+not found"),
        new(ModelNotFound, 404, Text: "model+not found"),
        new(ContextLengthExceeded, Text: "number of tokens to keep"),
    ];
}
