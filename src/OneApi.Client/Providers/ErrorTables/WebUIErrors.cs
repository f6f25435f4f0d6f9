using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/images.md §5.</summary>
internal static class WebUIErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ProviderUnavailable, Code: "OutOfMemoryError"),
        new(ProviderUnavailable, Text: "out of memory"),
        new(InvalidRequest, 400),
        new(OneApiErrorKind.Authentication, 401),
        new(InvalidRequest, 404, Text: "init image not found"),
        new(ModelNotFound, 404),
        new(InvalidRequest, 422),
        new(InvalidRequest, 500, Text: "invalid encoded image"),
        new(InvalidRequest, 500, Text: "invalid image url"),
        new(InvalidRequest, 500, Text: "requests not allowed"),
        new(ProviderUnavailable, 500),
    ];
}
