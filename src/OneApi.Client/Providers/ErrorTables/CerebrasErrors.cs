using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §7.</summary>
internal static class CerebrasErrors
{
    public static readonly ErrorRule[] All =
    [
        new(OneApiErrorKind.Authentication, Code: "wrong_api_key"),
        new(QuotaExhausted, 429, "request_quota_exceeded", "day"),
        new(QuotaExhausted, 429, "token_quota_exceeded", "day"),
        new(RateLimited, Code: "request_quota_exceeded"),
        new(RateLimited, Code: "token_quota_exceeded"),
        new(ProviderUnavailable, Code: "queue_exceeded"),
        new(ProviderUnavailable, 429, Text: "high traffic"),
    ];
}
