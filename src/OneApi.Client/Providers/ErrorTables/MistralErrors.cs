using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/mistral.md §6.</summary>
internal static class MistralErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, Code: "1500"),
        new(ModelNotFound, 400, Text: "invalid model"),
        new(ContextLengthExceeded, Code: "3051"),
        new(ContentFiltered, 403, Text: "guardrail"),
        new(ModelNotFound, 404),
        new(RateLimited, Code: "3505"),
        new(ContextLengthExceeded, 422, Text: "tokens+!max_tokens"),
        new(QuotaExhausted, 429, Text: "monthly"),
        new(QuotaExhausted, 429, Text: "quota+!per minute"),
    ];
}
