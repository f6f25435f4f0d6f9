using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope's errors, each in the envelope of the surface that is called: <c>code</c>, <c>message</c>, <c>request_id</c>, or OpenAI's object.</summary>
internal static class QwenErrorWriter
{
    private static readonly Dictionary<string, (int Status, string Code, string Message)> ByCode = new (string Name, int Status, string Code, string Message)[]
    {
        Row(400, "InvalidParameter", "Parameter error."),
        Row(400, "invalid_parameter_error", "Parameter error."),
        Row(400, "invalid_request_error", "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."),
        ("ModelNotExist", 400, "InvalidParameter", "Model not exist."),
        Row(400, "InvalidURL", "The request URL is invalid or cannot be reached."),
        Row(400, "InvalidParameter.DataInspection", "Unable to download the media resource during the data inspection process."),
        Row(400, "InvalidParameter.FileUnsafe", "The file is not safe."),
        Row(400, "InvalidFile.Resolution", "The resolution of the image is not in the allowed range."),
        Row(400, "BadRequest.EmptyInput", "Required input parameter missing from request."),
        Row(400, "Arrearage", "Access denied, please make sure your account is in good standing."),
        Row(400, "DataInspectionFailed", "Input data may contain inappropriate content."),
        Row(400, "data_inspection_failed", "Input data may contain inappropriate content."),
        Row(400, "IPInfringementSuspect", "Input data is suspected of being involved in IP infringement."),
        Row(400, "CustomRoleBlocked", "Input or output data may contain inappropriate content with custom rule."),
        Row(400, "FaqRuleBlocked", "Input or output data is blocked by faq rule."),
        Row(401, "InvalidApiKey", "Invalid API-key provided."),
        Row(401, "invalid_api_key", "Incorrect API key provided."),
        Row(403, "AccessDenied", "Access denied."),
        Row(403, "access_denied", "Access denied."),
        Row(403, "AccessDenied.Unpurchased", "Access to model denied. Please make sure you are eligible for using the model."),
        Row(403, "Model.AccessDenied", "Model access denied."),
        Row(403, "App.AccessDenied", "App access denied."),
        Row(403, "Workspace.AccessDenied", "Workspace access denied."),
        Row(403, "Endpoint.AccessDenied", "The deployment is offline."),
        Row(403, "AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted."),
        Row(404, "ModelNotFound", "Model can not be found."),
        Row(404, "model_not_found", "The model does not exist or you do not have access to it."),
        Row(404, "model_not_supported", "Unsupported model for OpenAI compatibility mode."),
        Row(404, "WorkSpaceNotFound", "WorkSpace can not be found."),
        Row(404, "NotFound", "Not found."),
        Row(409, "Conflict", "The resource exists already."),
        Row(429, "Throttling", "Requests throttling triggered."),
        Row(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
        Row(429, "Throttling.BurstRate", "Request rate increased too quickly."),
        Row(429, "Throttling.Concurrency", "Too many concurrent requests."),
        Row(429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit."),
        ("FreeQuotaExceeded", 429, "Throttling.AllocationQuota", "Free allocated quota exceeded."),
        Row(429, "limit_requests", "You exceeded your current requests list."),
        Row(429, "limit_burst_rate", "Request rate increased too quickly."),
        Row(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
        Row(429, "CommodityNotPurchased", "Commodity has not purchased yet."),
        Row(429, "PrepaidBillOverdue", "The prepaid bill is overdue."),
        Row(429, "PostpaidBillOverdue", "The postpaid bill is overdue."),
        Row(500, "InternalError", "An internal error has occured, please try again later."),
        Row(500, "InternalError.Algo", "An internal error has occured during execution."),
        Row(500, "InternalError.Algo.InvalidParameter", "<400> InternalError.Algo.InvalidParameter: A parameter is not valid."),
        Row(500, "InternalError.Upload", "Failed to upload result."),
        Row(500, "InternalError.Timeout", "An internal timeout error has occured during execution, please try again later."),
        Row(500, "SystemError", "An system error has occured, please try again later."),
        Row(500, "ModelServiceFailed", "Failed to request model service."),
        Row(500, "RequestTimeOut", "Request timed out, please try again later."),
        Row(500, "ResponseTimeout", "Response timeout."),
        Row(503, "ServiceUnavailable", "The service is unavailable, please try again later."),
        Row(503, "ModelUnavailable", "Model is unavailable, please try again later."),
        Row(503, "ModelServingError", "Too many requests. Your requests are being throttled due to system capacity limits."),
    }.ToDictionary(static row => row.Name, static row => (row.Status, row.Code, row.Message));

    public static WireError Word(WireFailure failure, string requestId)
    {
        var isCompatible = QwenPath.IsCompatible(failure.Request);

        return failure.Kind switch
        {
            WireErrorKind.Unauthorized => Of(isCompatible ? "invalid_api_key" : "InvalidApiKey"),
            WireErrorKind.RateLimited => Of(isCompatible ? "limit_requests" : "Throttling.RateQuota") with { Headers = RetryHeaders(failure) },
            WireErrorKind.QuotaExhausted => Of("Arrearage"),
            WireErrorKind.ServerError => Error(failure, requestId, failure.Status, "InternalError", "An internal error has occured, please try again later."),
            WireErrorKind.Overloaded => Of("ModelServingError"),
            WireErrorKind.ModelNotFound => Of(isCompatible ? "model_not_found" : "ModelNotFound"),
            WireErrorKind.ContextLength => Invalid("Range of input length should be [1, 30720]"),
            WireErrorKind.ContentFiltered => Of(isCompatible ? "data_inspection_failed" : "DataInspectionFailed"),
            WireErrorKind.NotFound => Of("NotFound"),
            WireErrorKind.MethodNotAllowed => Error(failure, requestId, 405, isCompatible ? "invalid_request_error" : "BadRequest", $"Request method '{failure.Request.Method}' is not supported."),
            _ => failure.Code is { } code && ByCode.ContainsKey(code) ? Of(code, failure.Message) : Invalid(failure.Message ?? "Parameter error."),
        };

        WireError Of(string code, string? message = null) => Error(failure, requestId, ByCode[code].Status, ByCode[code].Code, message ?? ByCode[code].Message);

        WireError Invalid(string message) => Of(isCompatible ? "invalid_parameter_error" : "InvalidParameter", isCompatible ? $"<400> InternalError.Algo.InvalidParameter: {message}" : message);
    }

    /// <summary>The error of one of DashScope's codes; <see langword="null"/> for what is none.</summary>
    public static WireError? Coded(string code, WireFailure failure, string requestId)
        => ByCode.TryGetValue(code, out var row) ? Error(failure, requestId, row.Status, row.Code, row.Message) : null;

    private static (string Name, int Status, string Code, string Message) Row(int status, string code, string message) => (code, status, code, message);

    private static Dictionary<string, string> RetryHeaders(WireFailure failure)
        => failure.RetryAfterSeconds is { } seconds ? new() { ["retry-after"] = FormattableString.Invariant($"{seconds}") } : [];

    private static WireError Error(WireFailure failure, string requestId, int status, string code, string message) => new(status, QwenPath.IsCompatible(failure.Request)
        ? new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = status < 500 && status != 429 ? "invalid_request_error" : code, ["param"] = null, ["code"] = code },
            ["request_id"] = requestId,
        }
        : new JsonObject { ["code"] = code, ["message"] = message, ["request_id"] = requestId });
}
