using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §9, vLLM. The rest is by status: its code is the status.</summary>
internal static class VLlmErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 404),
        new(ModelNotFound, Code: "NotFoundError"),
        new(InvalidRequest, Code: "BadRequestError", Text: "tool choice"),
    ];
}
