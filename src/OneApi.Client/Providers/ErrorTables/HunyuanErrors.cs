using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/hunyuan.md §8, the compatible surface.</summary>
internal static class HunyuanErrors
{
    public static readonly ErrorRule[] All =
    [
        new(RateLimited, Code: "2003"),
        new(ContextLengthExceeded, 400, Text: "length+exceed"),
        new(ContextLengthExceeded, 400, Text: "length limit"),
        new(ContentFiltered, 400, Text: "illegal"),
        new(QuotaExhausted, 403, Text: "欠费"),
        new(QuotaExhausted, 403, Text: "余额"),
        new(QuotaExhausted, 403, Text: "resource pack"),
        new(ModelNotFound, 404),
    ];
}
