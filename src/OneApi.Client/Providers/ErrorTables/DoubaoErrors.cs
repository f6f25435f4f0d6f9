using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/doubao.md §7: the full code, then its part before the dot.</summary>
internal static class DoubaoErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "tokens too long"),
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "context length"),
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "tokens+exceed"),
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "length+exceed+context"),
        new(ModelNotFound, Code: "InvalidParameter.UnsupportedModel"),
        new(ModelNotFound, Code: "UnsupportedModel"),
        new(ModelNotFound, Code: "InvalidEndpoint"),
        new(ModelNotFound, Code: "InvalidEndpointOrModel"),
        new(ModelNotFound, Code: "NotFound"),
        new(ModelNotFound, Code: "ModelNotOpen"),
        new(InvalidRequest, Code: "InvalidParameter"),
        new(InvalidRequest, Code: "MissingParameter"),
        new(ContentFiltered, Code: "SensitiveContentDetected"),
        new(ContentFiltered, Code: "InputTextSensitiveContentDetected"),
        new(ContentFiltered, Code: "InputImageSensitiveContentDetected"),
        new(ContentFiltered, Code: "InputVideoSensitiveContentDetected"),
        new(ContentFiltered, Code: "OutputTextSensitiveContentDetected"),
        new(ContentFiltered, Code: "OutputImageSensitiveContentDetected"),
        new(ContentFiltered, Code: "OutputVideoSensitiveContentDetected"),
        new(ContentFiltered, Code: "InputTextRiskDetection"),
        new(ContentFiltered, Code: "InputImageRiskDetection"),
        new(ContentFiltered, Code: "OutputTextRiskDetection"),
        new(ContentFiltered, Code: "OutputImageRiskDetection"),

        // The moderation service itself failed.
        new(ProviderUnavailable, Code: "ContentSecurityDetectionError"),
        new(OneApiErrorKind.Authentication, Code: "AuthenticationError"),
        new(PermissionDenied, Code: "InvalidAccountStatus"),
        new(QuotaExhausted, Code: "AccountOverdueError"),
        new(QuotaExhausted, Code: "OperationDenied.ServiceOverdue"),
        new(QuotaExhausted, Code: "ServiceOverdue"),
        new(PermissionDenied, Code: "AccessDenied"),
        new(PermissionDenied, Code: "OperationDenied"),
        new(PermissionDenied, Code: "ServiceNotOpen"),
        new(RateLimited, Code: "RateLimitExceeded"),
        new(RateLimited, Code: "ModelAccountRpmRateLimitExceeded"),
        new(RateLimited, Code: "ModelAccountTpmRateLimitExceeded"),
        new(RateLimited, Code: "ModelAccountFlexTpmRateLimitExceeded"),
        new(RateLimited, Code: "ModelAccountIpmRateLimitExceeded"),
        new(RateLimited, Code: "APIAccountRpmRateLimitExceeded"),
        new(RateLimited, Code: "AccountRateLimitExceeded"),
        new(RateLimited, Code: "InflightBatchsizeExceeded"),
        new(RateLimited, Code: "RequestBurstTooFast"),
        new(ProviderUnavailable, Code: "ServerOverloaded"),
        new(ProviderUnavailable, Code: "InternalServiceError"),
        new(QuotaExhausted, Code: "QuotaExceeded"),
        new(QuotaExhausted, Code: "SetLimitExceeded"),
        new(QuotaExhausted, Code: "SessionQuotaExceeded"),
        new(QuotaExhausted, Code: "InvalidSubscription"),
    ];
}
