using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, NVIDIA NIM.</summary>
internal static class NvidiaErrors
{
    public static readonly ErrorRule[] All =
    [
        new(OneApiErrorKind.Authentication, 403, Text: "authorization failed"),
        new(ModelNotFound, 404),
    ];
}
