using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/other-openai-compatible-cn.md §1.</summary>
internal static class BaichuanErrors
{
    public static readonly ErrorRule[] All =
    [
        new(QuotaExhausted, 429, Text: "insufficient account balance"),
        new(ModelNotFound, 404),
    ];
}
