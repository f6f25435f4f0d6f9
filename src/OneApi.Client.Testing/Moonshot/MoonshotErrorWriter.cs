using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Moonshot;

/// <summary>The vendor's errors: <c>{"error":{"message","type"}}</c>; the type tells what a 429 means.</summary>
internal static class MoonshotErrorWriter
{
    private static readonly Dictionary<string, VendorError> Types = new()
    {
        ["content_filter"] = new(400, "The request was rejected because it was considered high risk"),
        ["invalid_request_error"] = new(400, "Invalid request: the request is not valid"),
        ["invalid_authentication_error"] = new(401, "Invalid Authentication"),
        ["incorrect_api_key_error"] = new(401, "Incorrect API key provided"),
        ["exceeded_current_quota_error"] = new(429, "Your account is suspended, please check your plan and billing details"),
        ["permission_denied_error"] = new(403, "The API you are accessing is not open"),
        ["resource_not_found_error"] = new(404, "Not found the model or Permission denied"),
        ["engine_overloaded_error"] = new(429, "The engine is currently overloaded, please try again later"),
        ["rate_limit_reached_error"] = new(429, "Your account request reached max concurrency: 1, please try again after 1 seconds"),
        ["client_closed_request"] = new(499, "The client closed the request"),
        ["server_error"] = new(500, "The server had an error while processing your request"),
        ["unexpected_output"] = new(500, "invalid state transition"),
        ["server_unavailable"] = new(503, "The server is unavailable"),
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("invalid_authentication_error"),
        WireErrorKind.RateLimited => Of("rate_limit_reached_error", $"Your account request reached max RPM: 3, please try again after {failure.RetryAfterSeconds ?? 1} seconds"),
        WireErrorKind.QuotaExhausted => Of("exceeded_current_quota_error"),
        WireErrorKind.ServerError => Of("server_error") with { Status = failure.Status },
        WireErrorKind.Overloaded => Of("engine_overloaded_error"),
        WireErrorKind.ModelNotFound => Of("resource_not_found_error", $"Not found the model {failure.Request.Model} or Permission denied"),
        WireErrorKind.ContextLength => Of("invalid_request_error", "Invalid request: Your request exceeded model token limit: 8192"),
        WireErrorKind.ContentFiltered => Of("content_filter"),
        WireErrorKind.NotFound => Of("resource_not_found_error", "The requested resource was not found"),
        WireErrorKind.MethodNotAllowed => Of("invalid_request_error", "Method not allowed") with { Status = 405 },
        _ => Of("invalid_request_error", failure.Message),
    };

    /// <summary>The error of a type, or <see langword="null"/> for one that the vendor's page does not have.</summary>
    public static WireError? Find(string type) => Types.ContainsKey(type) ? Of(type) : null;

    private static WireError Of(string type, string? message = null) => VendorError.Envelope(Types[type].Status, message ?? Types[type].Message, type);
}
