using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/zhipu.md §10: a bad path means that no model is served there.</summary>
internal static class ChatGlmErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 404),
        new(ModelNotFound, 405),
        new(ProviderUnavailable, Text: "^internal server error"),
    ];
}
