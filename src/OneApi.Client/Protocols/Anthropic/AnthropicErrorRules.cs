using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// The error table (protocols/anthropic.md §9). <c>error.type</c> decides, so rows hold for any status and for events inside a stream;
/// where rows of one type differ by their text the first match holds.
/// </summary>
internal static class AnthropicErrorRules
{
    private const string Invalid = "invalid_request_error";

    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: Invalid, Text: "prompt is too long"),
        new(ContextLengthExceeded, Code: Invalid, Text: "exceed context limit"),
        new(ContextLengthExceeded, Code: Invalid, Text: "context window"),
        new(QuotaExhausted, Code: Invalid, Text: "credit balance is too low"),
        new(QuotaExhausted, Code: Invalid, Text: "API usage limits"),
        new(ContentFiltered, Code: Invalid, Text: "content filtering policy"),
        new(InvalidRequest, Code: Invalid),
        new(OneApiErrorKind.Authentication, Code: "authentication_error"),
        new(QuotaExhausted, Code: "billing_error"),
        new(PermissionDenied, Code: "permission_error"),
        new(ModelNotFound, Code: "not_found_error", Text: "^model:"),
        new(InvalidRequest, Code: "not_found_error"),

        // Too many bytes, most of them files as a rule: the request is at fault, unless the words speak of tokens.
        new(ContextLengthExceeded, Code: "request_too_large", Text: "token"),
        new(InvalidRequest, Code: "request_too_large"),
        new(QuotaExhausted, Code: "rate_limit_error", Text: "extra usage"),
        new(QuotaExhausted, Code: "rate_limit_error", Text: "long context"),
        new(RateLimited, Code: "rate_limit_error"),
        new(ProviderUnavailable, Code: "api_error"),
        new(OneApiErrorKind.Timeout, Code: "timeout_error"),
        new(ProviderUnavailable, Code: "overloaded_error"),
    ];
}
