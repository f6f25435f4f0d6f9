using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/cohere.md §7.</summary>
internal static class CohereErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "TOO_MANY_TOKENS"),
        new(ModelNotFound, 404, Text: "model"),
        new(QuotaExhausted, 429, Text: "/ month"),
        new(QuotaExhausted, 429, Text: "monthly"),
        new(QuotaExhausted, 429, Text: "per month"),
        new(OneApiErrorKind.Authentication, 498),
        new(Unknown, 499),
        new(InvalidRequest, 501),
    ];
}
