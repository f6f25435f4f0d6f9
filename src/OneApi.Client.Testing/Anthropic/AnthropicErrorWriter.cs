using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>Anthropic's errors: status, <c>error.type</c>, <c>error.message</c>, <c>request_id</c> in the body and in the header.</summary>
internal static class AnthropicErrorWriter
{
    public static WireError Word(WireFailure failure, string requestId)
    {
        var error = failure.Kind switch
        {
            WireErrorKind.Unauthorized => Unauthorized(failure.Request, requestId),
            WireErrorKind.RateLimited => RateLimited(failure, requestId),
            WireErrorKind.QuotaExhausted => Error(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.", requestId),
            WireErrorKind.ServerError => ServerError(failure.Status, requestId),
            WireErrorKind.Overloaded => Error(529, "overloaded_error", "Overloaded", requestId),
            WireErrorKind.ModelNotFound => Error(404, "not_found_error", $"model: {failure.Request.Model}", requestId),
            WireErrorKind.ContextLength => Error(400, "invalid_request_error", "prompt is too long: 200001 tokens > 200000 maximum", requestId),
            WireErrorKind.ContentFiltered => Error(400, "invalid_request_error", "Output blocked by content filtering policy", requestId),
            WireErrorKind.NotFound => Error(404, "not_found_error", "Not found", requestId),
            WireErrorKind.MethodNotAllowed => Error(405, "invalid_request_error", "Method Not Allowed", requestId),
            _ => Error(400, "invalid_request_error", failure.Message ?? "Invalid request", requestId),
        };

        error.Headers["request-id"] = requestId;
        return error;
    }

    private static WireError Unauthorized(FakeRequest request, string requestId)
    {
        var message = request.Headers.ContainsKey("x-api-key") ? "invalid x-api-key"
            : request.Headers.ContainsKey("Authorization") ? "Invalid bearer token"
            : "x-api-key header is required";
        var error = Error(401, "authentication_error", message, requestId);

        error.Headers["x-should-retry"] = "false";
        return error;
    }

    private static WireError RateLimited(WireFailure failure, string requestId)
    {
        var error = Error(429, "rate_limit_error", "This request would exceed your organization's rate limit. Please try again later.", requestId);

        if (failure.RetryAfterSeconds is { } seconds)
        {
            error.Headers["retry-after"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return error;
    }

    private static WireError ServerError(int status, string requestId) => status switch
    {
        504 => Error(status, "timeout_error", "Request timed out", requestId),
        529 => Error(status, "overloaded_error", "Overloaded", requestId),
        _ => Error(status, "api_error", "Internal server error", requestId),
    };

    private static WireError Error(int status, string type, string message, string requestId) => new(status, new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = requestId,
    });
}
