using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/other-openai-compatible-cn.md §2.</summary>
internal static class StepFunErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 400, Text: "model+not found"),
        new(ModelNotFound, 400, Text: "model+not exist"),
        new(ModelNotFound, 400, Text: "model+permission"),
        new(ModelNotFound, 400, Text: "unknown model"),
        new(ModelNotFound, 404),
    ];
}
