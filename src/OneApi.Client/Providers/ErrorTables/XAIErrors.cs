using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §4.</summary>
internal static class XAIErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContentFiltered, 403, Text: "usage guidelines"),
        new(QuotaExhausted, Text: "used all available credits"),
        new(QuotaExhausted, Text: "monthly spending limit"),
        new(ContextLengthExceeded, Text: "maximum prompt length"),
        new(ModelNotFound, 404, "not-found"),
    ];
}
