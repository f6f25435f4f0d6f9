using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/qwen.md §9: native and compatible codes, because the two families mix in practice.</summary>
internal static class QwenErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContentFiltered, Code: "DataInspectionFailed"),
        new(ContentFiltered, Code: "data_inspection_failed"),
        new(ContentFiltered, Code: "IPInfringementSuspect"),
        new(ContentFiltered, Code: "CustomRoleBlocked"),
        new(ContentFiltered, Code: "FaqRuleBlocked"),

        // Longer prompts and unknown models hide behind the general codes.
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "range of input length"),
        new(ContextLengthExceeded, Code: "invalid_parameter_error", Text: "range of input length"),
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "input length exceeds"),
        new(ContextLengthExceeded, Code: "invalid_parameter_error", Text: "input length exceeds"),
        new(ContextLengthExceeded, Code: "InvalidParameter", Text: "maximum context length"),
        new(ContextLengthExceeded, Code: "invalid_parameter_error", Text: "maximum context length"),
        new(ModelNotFound, Code: "InvalidParameter", Text: "model not exist"),
        new(ModelNotFound, Code: "invalid_parameter_error", Text: "model not exist"),
        new(InvalidRequest, Code: "InvalidParameter"),
        new(InvalidRequest, Code: "invalid_parameter_error"),
        new(InvalidRequest, Code: "InvalidURL"),
        new(InvalidRequest, Code: "InvalidFile"),
        new(InvalidRequest, Code: "BadRequest"),

        // Money and rights.
        new(QuotaExhausted, Code: "Arrearage"),
        new(QuotaExhausted, Code: "AllocationQuota.FreeTierOnly"),
        new(QuotaExhausted, Code: "PrepaidBillOverdue"),
        new(QuotaExhausted, Code: "PostpaidBillOverdue"),
        new(OneApiErrorKind.Authentication, Code: "InvalidApiKey"),
        new(OneApiErrorKind.Authentication, Code: "invalid_api_key"),
        new(OneApiErrorKind.Authentication, 401, Text: "not authorized"),
        new(PermissionDenied, Code: "AccessDenied"),
        new(PermissionDenied, Code: "access_denied"),
        new(PermissionDenied, Code: "Model.AccessDenied"),
        new(PermissionDenied, Code: "App.AccessDenied"),
        new(PermissionDenied, Code: "Workspace.AccessDenied"),
        new(PermissionDenied, Code: "CommodityNotPurchased"),
        new(ModelNotFound, Code: "Endpoint.AccessDenied"),
        new(ModelNotFound, Code: "ModelNotFound"),
        new(ModelNotFound, Code: "model_not_found"),
        new(ModelNotFound, Code: "model_not_supported"),
        new(ModelNotFound, Code: "WorkSpaceNotFound"),
        new(ModelNotFound, Code: "NotFound"),
        new(ModelNotFound, 404),
        new(InvalidRequest, 409),

        // insufficient_quota is tokens per minute here, despite its name.
        new(QuotaExhausted, Code: "Throttling.AllocationQuota", Text: "free allocated quota exceeded"),
        new(QuotaExhausted, Code: "insufficient_quota", Text: "free allocated quota exceeded"),
        new(RateLimited, Code: "Throttling"),
        new(RateLimited, Code: "limit_requests"),
        new(RateLimited, Code: "limit_burst_rate"),
        new(RateLimited, Code: "insufficient_quota"),

        // Faults of the server, and one that is really the request's.
        new(ContextLengthExceeded, Code: "InternalError.Algo.InvalidParameter", Text: "range of input length"),
        new(ContextLengthExceeded, Code: "InternalError", Text: "range of input length"),
        new(ContextLengthExceeded, Code: "internal_error", Text: "range of input length"),
        new(InvalidRequest, Code: "InternalError", Text: "InternalError.Algo.InvalidParameter"),
        new(InvalidRequest, Code: "internal_error", Text: "InternalError.Algo.InvalidParameter"),
        new(InvalidRequest, Code: "InternalError.Algo.InvalidParameter"),
        new(InvalidRequest, 500, Text: "InternalError.Algo.InvalidParameter"),
        new(OneApiErrorKind.Timeout, Code: "InternalError.Timeout"),
        new(OneApiErrorKind.Timeout, Code: "RequestTimeOut"),
        new(OneApiErrorKind.Timeout, Code: "ResponseTimeout"),
        new(ProviderUnavailable, Code: "InternalError"),
        new(ProviderUnavailable, Code: "internal_error"),
        new(ProviderUnavailable, Code: "SystemError"),
        new(ProviderUnavailable, Code: "ModelServiceFailed"),
        new(ProviderUnavailable, Code: "ServiceUnavailable"),
        new(ProviderUnavailable, Code: "ModelUnavailable"),
        new(ProviderUnavailable, Code: "ModelServingError"),
    ];
}
