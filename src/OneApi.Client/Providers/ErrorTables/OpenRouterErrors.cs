using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §5. The numeric code in the body stands for the status.</summary>
internal static class OpenRouterErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 400, Text: "not a valid model ID"),
        new(QuotaExhausted, 403, Text: "key limit exceeded"),
        new(ContentFiltered, 403, Text: "guardrail"),
        new(ContentFiltered, 403, Text: "moderation"),
        new(ModelNotFound, 404),
        new(QuotaExhausted, 429, Text: "free-models-per-day"),
        new(OneApiErrorKind.Timeout, 524),
    ];
}
