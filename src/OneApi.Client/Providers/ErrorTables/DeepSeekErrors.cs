using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/deepseek.md §7. The rest is by status and general text.</summary>
internal static class DeepSeekErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContentFiltered, 400, Text: "content exists risk"),
        new(ModelNotFound, 400, Text: "model not exist"),
        new(ModelNotFound, 404),
    ];
}
