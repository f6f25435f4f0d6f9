using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/other-openai-compatible-cn.md §3 and the defaults of §0.</summary>
internal static class LingyiErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 404),
    ];
}
