using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>The error table of protocols/anthropic.md §9: the type decides, a message refines it.</summary>
internal static class AnthropicErrorRules
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "invalid_request_error", Text: "prompt is too long"),
        new(ContextLengthExceeded, Code: "invalid_request_error", Text: "exceed context limit"),
        new(QuotaExhausted, Code: "invalid_request_error", Text: "credit balance is too low"),
        new(QuotaExhausted, Code: "invalid_request_error", Text: "reached your specified api usage limits"),
        new(ContentFiltered, Code: "invalid_request_error", Text: "content filtering policy"),
        new(InvalidRequest, Code: "invalid_request_error"),
        new(OneApiErrorKind.Authentication, Code: "authentication_error"),
        new(QuotaExhausted, Code: "billing_error"),
        new(PermissionDenied, Code: "permission_error"),
        new(ModelNotFound, Code: "not_found_error", Text: "model:"),
        new(InvalidRequest, Code: "not_found_error"),
        new(ContextLengthExceeded, Code: "request_too_large", Text: "token"),
        new(InvalidRequest, Code: "request_too_large"),
        new(QuotaExhausted, Code: "rate_limit_error", Text: "extra usage"),
        new(RateLimited, Code: "rate_limit_error"),
        new(ProviderUnavailable, Code: "api_error"),
        new(OneApiErrorKind.Timeout, Code: "timeout_error"),
        new(ProviderUnavailable, Code: "overloaded_error"),
    ];
}
