using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>The error table of Google's front end (protocols/gemini.md §10, vertex.md §6). Codes are the reason of ErrorInfo, then the status.</summary>
internal static class GeminiErrorRules
{
    public static readonly ErrorRule[] All =
    [
        // Reasons of google.rpc.ErrorInfo.
        new(OneApiErrorKind.Authentication, Code: "API_KEY_INVALID"),
        new(OneApiErrorKind.Authentication, Code: "API_KEY_EXPIRED"),
        new(OneApiErrorKind.Authentication, Code: "ACCESS_TOKEN_EXPIRED"),
        new(OneApiErrorKind.Authentication, Code: "ACCESS_TOKEN_TYPE_UNSUPPORTED"),
        new(OneApiErrorKind.Authentication, Code: "CREDENTIALS_MISSING"),
        new(QuotaExhausted, Code: "BILLING_DISABLED"),
        new(PermissionDenied, Code: "SERVICE_DISABLED"),
        new(PermissionDenied, Code: "API_KEY_SERVICE_BLOCKED"),
        new(PermissionDenied, Code: "IAM_PERMISSION_DENIED"),
        new(PermissionDenied, Code: "CONSUMER_INVALID"),

        // What GeminiErrorReader makes of google.rpc.QuotaFailure.
        new(QuotaExhausted, Code: GeminiErrorReader.QuotaPerDay),
        new(QuotaExhausted, Code: GeminiErrorReader.QuotaZero),
        new(RateLimited, Code: GeminiErrorReader.QuotaShort),

        // Statuses; of several rows for one, the first whose text is in the message.
        new(OneApiErrorKind.Authentication, Code: "INVALID_ARGUMENT", Text: "api key not valid"),
        new(OneApiErrorKind.Authentication, Code: "INVALID_ARGUMENT", Text: "api key expired"),
        new(ContextLengthExceeded, Code: "INVALID_ARGUMENT", Text: "token count+exceeds"),
        new(ContextLengthExceeded, Code: "INVALID_ARGUMENT", Text: "maximum number of tokens"),
        new(InvalidRequest, Code: "INVALID_ARGUMENT"),
        new(PermissionDenied, Code: "FAILED_PRECONDITION", Text: "location"),
        new(QuotaExhausted, Code: "FAILED_PRECONDITION", Text: "billing"),
        new(OneApiErrorKind.Authentication, Code: "UNAUTHENTICATED"),
        new(OneApiErrorKind.Authentication, Code: "PERMISSION_DENIED", Text: "leaked"),
        new(PermissionDenied, Code: "PERMISSION_DENIED"),
        new(ModelNotFound, Code: "NOT_FOUND", Text: "model"),
        new(QuotaExhausted, Code: "RESOURCE_EXHAUSTED", Text: "spend cap"),
        new(QuotaExhausted, Code: "RESOURCE_EXHAUSTED", Text: "spending cap"),
        new(QuotaExhausted, Code: "RESOURCE_EXHAUSTED", Text: "credits+depleted"),
        new(QuotaExhausted, Code: "RESOURCE_EXHAUSTED", Text: "limit: 0"),

        // The words that every refusal for quota brings, short windows included.
        new(RateLimited, Code: "RESOURCE_EXHAUSTED", Text: "plan and billing details"),
        new(QuotaExhausted, Code: "RESOURCE_EXHAUSTED", Text: "billing"),
        new(RateLimited, Code: "RESOURCE_EXHAUSTED"),
        new(ProviderUnavailable, Code: "CANCELLED"),
        new(ProviderUnavailable, Code: "ABORTED"),
        new(ProviderUnavailable, Code: "INTERNAL"),
        new(ProviderUnavailable, Code: "UNAVAILABLE"),
        new(OneApiErrorKind.Timeout, Code: "DEADLINE_EXCEEDED"),

        // Google's token endpoint (vertex.md §2).
        new(OneApiErrorKind.Authentication, Code: "invalid_grant"),
        new(OneApiErrorKind.Authentication, Code: "invalid_client"),
    ];
}
