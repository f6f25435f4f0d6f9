using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/images.md §7.</summary>
internal static class ReplicateErrors
{
    public static readonly ErrorRule[] All =
    [
        new(QuotaExhausted, 402),
        new(QuotaExhausted, Text: "insufficient credit"),
        new(QuotaExhausted, Text: "free time limit reached"),
        new(ModelNotFound, 422, Text: "invalid version or not permitted"),
        new(InvalidRequest, 422),
        new(ModelNotFound, 404),
        new(RateLimited, 429),
        new(PermissionDenied, 403),

        // What a failed prediction says.
        new(ContentFiltered, Text: "nsfw"),
        new(ContentFiltered, Text: "flagged"),
        new(ContentFiltered, Text: "E005"),
        new(ContentFiltered, Text: "sensitive"),
        new(ProviderUnavailable, Text: "out of memory"),
    ];
}
