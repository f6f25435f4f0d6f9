using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>Errors of Ark's data plane: <c>code</c>, <c>message</c> with the request's id, <c>param</c>, <c>type</c>.</summary>
internal static class DoubaoErrorWriter
{
    private static readonly Dictionary<string, (int Status, string Type, string Message)> Errors = new(StringComparer.Ordinal)
    {
        ["MissingParameter"] = (400, "BadRequest", "The request is missing a required parameter."),
        ["MissingParameter.messages"] = (400, "BadRequest", "The request is missing the required parameter `messages`."),
        ["InvalidParameter"] = (400, "BadRequest", "A parameter specified in the request is not valid."),
        ["InvalidParameter.UnsupportedParameter"] = (400, "BadRequest", "The parameter is not supported by the model."),
        ["InvalidParameter.OversizedImage"] = (400, "BadRequest", "The image is larger than allowed."),
        ["InvalidParameter.InvalidImageURL"] = (400, "BadRequest", "The image URL is not valid."),
        ["InvalidParameter.UnsupportedModel"] = (400, "BadRequest", "The model does not support this API."),
        ["UnsupportedModel"] = (400, "BadRequest", "The model is not supported."),
        ["InvalidEndpoint.ClosedEndpoint"] = (400, "BadRequest", "The endpoint is closed or temporarily unavailable."),
        ["SensitiveContentDetected"] = (400, "BadRequest", "The request failed because the input text may contain sensitive information."),
        ["SensitiveContentDetected.SevereViolation"] = (400, "BadRequest", "The input may contain severe violations."),
        ["SensitiveContentDetected.Violence"] = (400, "BadRequest", "The input may contain violence."),
        ["InputTextSensitiveContentDetected"] = (400, "BadRequest", "The input text may contain sensitive information."),
        ["InputTextSensitiveContentDetected.PolicyViolation"] = (400, "BadRequest", "The input text may violate the policy."),
        ["InputImageSensitiveContentDetected"] = (400, "BadRequest", "The input image may contain sensitive information."),
        ["InputImageSensitiveContentDetected.PrivacyInformation"] = (400, "BadRequest", "The input image may contain private information."),
        ["InputVideoSensitiveContentDetected"] = (400, "BadRequest", "The input video may contain sensitive information."),
        ["OutputTextSensitiveContentDetected"] = (400, "BadRequest", "The output text may contain sensitive information."),
        ["OutputImageSensitiveContentDetected"] = (400, "BadRequest", "The output image may contain sensitive information."),
        ["OutputVideoSensitiveContentDetected"] = (400, "BadRequest", "The output video may contain sensitive information."),
        ["InputTextRiskDetection"] = (400, "BadRequest", "The input text was found to be a risk."),
        ["InputImageRiskDetection"] = (400, "BadRequest", "The input image was found to be a risk."),
        ["OutputTextRiskDetection"] = (400, "BadRequest", "The output text was found to be a risk."),
        ["OutputImageRiskDetection"] = (400, "BadRequest", "The output image was found to be a risk."),
        ["ContentSecurityDetectionError"] = (400, "BadRequest", "The content could not be checked."),
        ["AuthenticationError"] = (401, "Unauthorized", "The API key or AK/SK in the request is missing or invalid."),
        ["InvalidAccountStatus"] = (401, "Unauthorized", "The account's status is not valid."),
        ["AccountOverdueError"] = (403, "Forbidden", "The request failed because the account has an overdue balance."),
        ["OperationDenied.ServiceOverdue"] = (403, "Forbidden", "The service is overdue."),
        ["ServiceOverdue"] = (403, "Forbidden", "The service is overdue."),
        ["AccessDenied"] = (403, "Forbidden", "The request failed because access to the resource is denied."),
        ["OperationDenied.PermissionDenied"] = (403, "Forbidden", "The permission is denied."),
        ["OperationDenied.ServiceNotOpen"] = (403, "Forbidden", "The service is not open."),
        ["OperationDenied.Other"] = (403, "Forbidden", "The operation is denied."),
        ["ServiceNotOpen"] = (403, "Forbidden", "The service is not open."),
        ["InvalidEndpointOrModel.NotFound"] = (404, "NotFound", "The model or endpoint does not exist or you do not have access to it."),
        ["InvalidEndpoint.NotFound"] = (404, "NotFound", "The endpoint does not exist."),
        ["InvalidEndpointOrModel.ModelIDAccessDisabled"] = (404, "NotFound", "Access by the model's id is disabled."),
        ["NotFound"] = (404, "NotFound", "The resource does not exist."),
        ["ModelNotOpen"] = (404, "NotFound", "The account has not activated the model."),
        ["RateLimitExceeded.EndpointRPMExceeded"] = (429, "TooManyRequests", "The endpoint's requests per minute are exceeded."),
        ["RateLimitExceeded.EndpointTPMExceeded"] = (429, "TooManyRequests", "The endpoint's tokens per minute are exceeded."),
        ["RateLimitExceeded.EndpointFlexTPMExceeded"] = (429, "TooManyRequests", "The endpoint's flex tokens per minute are exceeded."),
        ["RateLimitExceeded.FoundationModelRPMExceeded"] = (429, "TooManyRequests", "The model's requests per minute are exceeded."),
        ["RateLimitExceeded.FoundationModelTPMExceeded"] = (429, "TooManyRequests", "The model's tokens per minute are exceeded."),
        ["ModelAccountRpmRateLimitExceeded"] = (429, "TooManyRequests", "The account's requests per minute for the model are exceeded."),
        ["ModelAccountTpmRateLimitExceeded"] = (429, "TooManyRequests", "The account's tokens per minute for the model are exceeded."),
        ["ModelAccountFlexTpmRateLimitExceeded"] = (429, "TooManyRequests", "The account's flex tokens per minute are exceeded."),
        ["ModelAccountIpmRateLimitExceeded"] = (429, "TooManyRequests", "The account's images per minute are exceeded."),
        ["APIAccountRpmRateLimitExceeded"] = (429, "TooManyRequests", "The account's requests per minute are exceeded."),
        ["AccountRateLimitExceeded"] = (429, "TooManyRequests", "The account's rate limit is exceeded."),
        ["InflightBatchsizeExceeded"] = (429, "TooManyRequests", "There are more requests in flight than allowed."),
        ["RequestBurstTooFast"] = (429, "TooManyRequests", "The requests grow too fast."),
        ["ServerOverloaded"] = (429, "TooManyRequests", "The service is overloaded; try again later."),
        ["QuotaExceeded"] = (429, "TooManyRequests", "The account's quota is used up."),
        ["QuotaExceeded.AgentPlanQuotaExceeded"] = (429, "TooManyRequests", "The plan's quota is used up."),
        ["SetLimitExceeded"] = (429, "TooManyRequests", "The spending cap is reached."),
        ["SessionQuotaExceeded"] = (429, "TooManyRequests", "The session's quota is used up."),
        ["InvalidSubscription"] = (429, "TooManyRequests", "There is no valid subscription."),
        ["InternalServiceError"] = (500, "InternalServerError", "The service encountered an unexpected internal error."),
    };

    public static WireError Word(WireFailure failure, string requestId) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("AuthenticationError", requestId),
        WireErrorKind.RateLimited => Of("RateLimitExceeded.EndpointRPMExceeded", requestId),
        WireErrorKind.QuotaExhausted => Of("AccountOverdueError", requestId),
        WireErrorKind.ServerError => Of("InternalServiceError", requestId) with { Status = failure.Status },
        WireErrorKind.Overloaded => Of("ServerOverloaded", requestId),
        WireErrorKind.ModelNotFound => Of("InvalidEndpointOrModel.NotFound", requestId),
        WireErrorKind.ContextLength => Of("InvalidParameter", requestId, "The prompt tokens too long for the model."),
        WireErrorKind.ContentFiltered => Of("SensitiveContentDetected", requestId),
        WireErrorKind.NotFound => Of("NotFound", requestId),
        WireErrorKind.MethodNotAllowed => Of("InvalidParameter", requestId, "The method is not allowed.") with { Status = 405 },
        _ => Of("InvalidParameter", requestId, failure.Message, failure.Parameter),
    };

    public static WireError? WordCode(string code, string requestId) => Errors.ContainsKey(code) ? Of(code, requestId) : null;

    private static WireError Of(string code, string requestId, string? message = null, string? parameter = null)
    {
        var (status, type, usual) = Errors[code];

        return new(status, new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = code, ["message"] = $"{message ?? usual} Request id: {requestId}", ["param"] = parameter ?? "", ["type"] = type },
        });
    }
}
