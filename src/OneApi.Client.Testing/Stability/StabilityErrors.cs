using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Stability;

/// <summary>Stability's errors: <c>id</c>, <c>name</c>, <c>errors</c> (protocols/images.md §4).</summary>
internal static class StabilityErrors
{
    private static readonly Dictionary<string, int> Codes = new(StringComparer.Ordinal)
    {
        ["bad_request"] = 400, ["unauthorized"] = 401, ["payment_required"] = 402, ["content_moderation"] = 403, ["permission_denied"] = 403,
        ["not_found"] = 404, ["payload_too_large"] = 413, ["unprocessable"] = 422, ["rate_limit_exceeded"] = 429, ["internal_error"] = 500,
    };

    public static WireError Word(WireFailure failure, string id) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Error(401, id, "unauthorized", "authorization: missing or invalid"),
        WireErrorKind.RateLimited => Error(429, id, "rate_limit_exceeded", "You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds.") with { Headers = Retry(failure) },
        WireErrorKind.QuotaExhausted => Error(402, id, "payment_required", "You lack sufficient credits to make this request."),
        WireErrorKind.ServerError => Error(failure.Status, id, "internal_error", "An unexpected server error has occurred, please try again later."),
        WireErrorKind.Overloaded => Error(503, id, "internal_error", "The service is temporarily unavailable."),
        WireErrorKind.ModelNotFound or WireErrorKind.NotFound or WireErrorKind.MethodNotAllowed => Error(404, id, "not_found", $"{failure.Request.Path} was not found"),
        WireErrorKind.ContentFiltered => Error(403, id, "content_moderation", "Your request was flagged by our content moderation system, as a result your request was denied and you were not charged."),
        _ => failure.Code == "payload_too_large" ? Error(413, id, "payload_too_large", failure.Message!) : Error(400, id, "bad_request", failure.Message ?? "some-field: is invalid"),
    };

    public static WireError? WordCode(string code, string id) => Codes.TryGetValue(code, out var status) ? Error(status, id, code, "An example of this error.") : null;

    private static Dictionary<string, string> Retry(WireFailure failure) =>
        failure.RetryAfterSeconds is { } seconds ? new() { ["retry-after"] = seconds.ToString(CultureInfo.InvariantCulture) } : [];

    private static WireError Error(int status, string id, string name, string words) => new(status, new JsonObject { ["id"] = id, ["name"] = name, ["errors"] = new JsonArray(words) });
}
