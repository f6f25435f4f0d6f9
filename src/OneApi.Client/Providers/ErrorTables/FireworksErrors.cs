using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, Fireworks.</summary>
internal static class FireworksErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, 404),
        new(QuotaExhausted, 412),
    ];
}
