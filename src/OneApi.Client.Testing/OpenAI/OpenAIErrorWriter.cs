using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>OpenAI's errors: status, <c>message</c>, <c>type</c>, <c>param</c>, <c>code</c>.</summary>
internal static class OpenAIErrorWriter
{
    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Unauthorized(failure.Request),
        WireErrorKind.RateLimited => Error(429, "Rate limit reached for requests. Please try again later.", "requests", null, "rate_limit_exceeded") with { Headers = RetryHeaders(failure) },
        WireErrorKind.QuotaExhausted => Error(429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", null, "insufficient_quota"),
        WireErrorKind.ServerError => Error(failure.Status, "The server had an error while processing your request. Sorry about that!", "server_error", null, failure.Status == 500 ? "server_error" : null),
        WireErrorKind.Overloaded => Error(503, "The server is currently overloaded. Please try again later.", "service_unavailable_error", null, "server_is_overloaded"),
        WireErrorKind.ModelNotFound => Invalid(404, $"The model `{failure.Request.Model}` does not exist or you do not have access to it.", null, "model_not_found"),
        WireErrorKind.ContextLength => Invalid(400, "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 tokens. Please reduce the length of the messages.", "messages", "context_length_exceeded"),
        WireErrorKind.ContentFiltered => Invalid(400, "Your request was rejected as a result of our safety system.", null, "content_policy_violation"),
        WireErrorKind.NotFound => Invalid(404, $"Invalid URL ({failure.Request.Method} {failure.Request.Path})", null, null),
        WireErrorKind.MethodNotAllowed => Invalid(405, $"Not allowed to {failure.Request.Method} on {failure.Request.Path}.", null, "method_not_supported"),
        _ => Invalid(400, failure.Message ?? "Invalid request.", failure.Parameter, failure.Code),
    };

    private static WireError Unauthorized(FakeRequest request)
    {
        var sent = request.Headers.GetValueOrDefault("Authorization") ?? "";
        var key = sent.StartsWith("Bearer ", StringComparison.Ordinal) ? sent["Bearer ".Length..] : "";

        return key.Length == 0
            ? Invalid(401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).", null, null)
            : Invalid(401, $"Incorrect API key provided: {Masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.", null, "invalid_api_key");
    }

    /// <summary>OpenAI quotes the key's ends.</summary>
    private static string Masked(string key) => key.Length < 12 ? new string('*', key.Length) : $"{key[..4]}{new string('*', key.Length - 8)}{key[^4..]}";

    private static Dictionary<string, string> RetryHeaders(WireFailure failure) => failure.RetryAfter is not { } wait ? [] : new()
    {
        ["retry-after"] = failure.RetryAfterSeconds!.Value.ToString(CultureInfo.InvariantCulture),
        ["retry-after-ms"] = ((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
    };

    private static WireError Invalid(int status, string message, string? parameter, string? code)
        => Error(status, message, "invalid_request_error", parameter, code);

    private static WireError Error(int status, string message, string type, string? parameter, string? code) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = parameter, ["code"] = code },
    });
}
