using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Azure;

/// <summary>Azure's errors: the gateway's with a code and a message only, the service's in OpenAI's shape, the filter's with what it found inside.</summary>
internal static class AzureErrorWriter
{
    public const string UnsupportedVersion = "UnsupportedApiVersion";

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Coded("401", failure)!,
        WireErrorKind.RateLimited => RateLimited(failure),
        WireErrorKind.QuotaExhausted => Coded("insufficient_quota", failure)!,
        WireErrorKind.ServerError => ServerError(failure.Status),
        WireErrorKind.Overloaded => Coded("ServiceUnavailable", failure)!,
        WireErrorKind.ModelNotFound => Coded(AzurePath.IsFoundry(failure.Request) ? "unknown_model" : "DeploymentNotFound", failure)!,
        WireErrorKind.ContextLength => Coded("context_length_exceeded", failure)!,
        WireErrorKind.ContentFiltered => Coded("content_filter", failure)!,
        WireErrorKind.NotFound or WireErrorKind.MethodNotAllowed => Coded("404", failure)!,
        _ => Service(400, failure.Code, failure.Message ?? "Invalid request.", failure.Parameter),
    };

    /// <summary>The error of one of Azure's codes; <see langword="null"/> for what is none.</summary>
    public static WireError? Coded(string code, WireFailure failure) => code switch
    {
        "content_filter" or "content_policy_violation" => Filtered(code),
        "context_length_exceeded" => Service(400, code, "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 tokens. Please reduce the length of the messages.", "messages"),
        "OperationNotSupported" => Gateway(400, code, $"The chatCompletion operation does not work with the specified model, {failure.Request.Model}. Please choose different model and try again."),
        "invalid_request_error" => Service(400, code, "Invalid request.", null),
        "unsupported_value" => Service(400, code, "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", "temperature"),
        "BadRequest" => Gateway(400, code, "The request body is not valid."),
        UnsupportedVersion => Gateway(400, "BadRequest", "API version not supported"),
        "401" => Gateway(401, code, "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."),
        "PermissionDenied" => Gateway(401, code, "The principal lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform this operation."),
        "AuthenticationTypeDisabled" => Gateway(403, code, "Key based authentication is disabled for this resource."),
        "PublicAccessDisabled" => Gateway(403, "403", "Public access is disabled. Please configure private endpoint."),
        "AccessDenied" => Gateway(403, code, "Access denied due to Virtual Network/Firewall rules."),
        "DeploymentNotFound" => Gateway(404, code, "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again."),
        "404" => Gateway(404, code, "Resource not found"),
        "unknown_model" => Gateway(404, code, $"Unknown model: {failure.Request.Model}"),
        "408" => Gateway(408, "Timeout", "The operation was timeout."),
        "424" => Gateway(424, "424", "A dependency of the model failed."),
        "RateLimitReached" or "429" or "too_many_requests" => Gateway(429, code, "Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current pricing tier. Please retry after 26 seconds."),
        "insufficient_quota" => Service(429, code, "You exceeded your current quota, please check your plan and billing details.", null),
        "NoCapacity" => Gateway(429, code, "The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load."),
        "InternalServerError" => Gateway(500, code, "Internal server error"),
        "server_error" => Service(500, code, "The server had an error while processing your request. Sorry about that!", null),
        "ServiceUnavailable" => Gateway(503, code, "The service is temporarily unable to process your request. Please try again later."),
        "Timeout" => Gateway(504, code, "The operation was timeout."),
        "statusCode" => new(429, new JsonObject { ["statusCode"] = 429, ["message"] = "Rate limit is exceeded. Try again in 10 seconds." }),
        _ => null,
    };

    private static WireError RateLimited(WireFailure failure)
    {
        if (failure.RetryAfterSeconds is not { } seconds)
        {
            return Gateway(429, "RateLimitReached", "Your requests have exceeded rate limit.");
        }

        var stated = seconds.ToString(CultureInfo.InvariantCulture);

        // As recorded: the milliseconds are zero beside a wait that is none.
        return Gateway(429, "RateLimitReached", $"Your requests have exceeded rate limit. Please retry after {stated} seconds.") with
        {
            Headers = new() { ["retry-after"] = stated, ["retry-after-ms"] = "0" },
        };
    }

    private static WireError ServerError(int status) => status switch
    {
        503 => Gateway(503, "ServiceUnavailable", "The service is temporarily unable to process your request. Please try again later."),
        504 => Gateway(504, "Timeout", "The operation was timeout."),
        _ => Gateway(status, "InternalServerError", "Internal server error"),
    };

    private static WireError Filtered(string code)
    {
        var error = Service(400, code, "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.", "prompt");
        var inner = (JsonObject)error.Body["error"]!;
        inner["type"] = null;
        inner["status"] = 400;
        inner["innererror"] = new JsonObject { ["code"] = "ResponsibleAIPolicyViolation", ["content_filter_result"] = AzureFilter.Filtered() };

        return error;
    }

    private static WireError Gateway(int status, string code, string message)
        => new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    private static WireError Service(int status, string? code, string message, string? parameter) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = status < 500 && status != 429 ? "invalid_request_error" : code, ["param"] = parameter, ["code"] = code },
    });
}
