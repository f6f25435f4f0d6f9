using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, HuggingFace router.</summary>
internal static class HuggingFaceErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 400, Text: "not supported by provider"),
        new(ModelNotFound, 400, Text: "not supported by any provider"),
        new(ModelNotFound, 404),
    ];
}
