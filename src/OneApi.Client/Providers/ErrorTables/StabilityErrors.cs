using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/images.md §4.</summary>
internal static class StabilityErrors
{
    public static readonly ErrorRule[] All =
    [
        new(InvalidRequest, Code: "bad_request"),
        new(OneApiErrorKind.Authentication, Code: "unauthorized"),
        new(QuotaExhausted, Code: "payment_required"),
        new(QuotaExhausted, Code: "insufficient_balance"),
        new(ContentFiltered, Code: "content_moderation"),
        new(PermissionDenied, Code: "permission_denied"),
        new(PermissionDenied, Code: "forbidden"),

        // A result's id that is not known, against an endpoint that is not there.
        new(InvalidRequest, 404, "not_found", "result"),
        new(InvalidRequest, 404, "not_found", "generation"),
        new(ModelNotFound, Code: "not_found"),
        new(InvalidRequest, Code: "payload_too_large"),
        new(InvalidRequest, Code: "unprocessable"),
        new(InvalidRequest, Code: "invalid_language"),
        new(RateLimited, Code: "rate_limit_exceeded"),
        new(ProviderUnavailable, Code: "internal_error"),
        new(QuotaExhausted, 402),
        new(PermissionDenied, 403),
        new(ModelNotFound, 404),
        new(InvalidRequest, 413),
        new(InvalidRequest, 422),
    ];
}
