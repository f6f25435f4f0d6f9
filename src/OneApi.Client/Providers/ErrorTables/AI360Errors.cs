using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/other-openai-compatible-cn.md §4: the vendor's numbers are not known, so the defaults of §0 hold.</summary>
internal static class AI360Errors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 404),
    ];
}
