using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.DeepSeek;

/// <summary>The vendor's errors: OpenAI's envelope; the status tells the meaning.</summary>
internal static class DeepSeekErrorWriter
{
    private static readonly Dictionary<string, VendorError> Codes = new()
    {
        ["400"] = new(400, "Failed to deserialize the JSON body into the target type"),
        ["401"] = new(401, "Authentication Fails (no such user)"),
        ["402"] = new(402, "Insufficient Balance"),
        ["403"] = new(403, "Forbidden"),
        ["404"] = new(404, "Not Found"),
        ["422"] = new(422, "Invalid parameters"),
        ["429"] = new(429, "Rate limit reached"),
        ["500"] = new(500, "Server error"),
        ["503"] = new(503, "The server is overloaded due to high traffic"),
        ["Content Exists Risk"] = new(400, "Content Exists Risk"),
        ["Model Not Exist"] = new(400, "Model Not Exist"),
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("401"),
        WireErrorKind.RateLimited => Of("429"),
        WireErrorKind.QuotaExhausted => Of("402"),
        WireErrorKind.ServerError => Of("500", failure.Status),
        WireErrorKind.Overloaded => Of("503"),
        WireErrorKind.ModelNotFound => Of("Model Not Exist"),
        WireErrorKind.ContextLength => Make(400, "This model's maximum context length is 65536 tokens. However, you requested 65537 tokens. Please reduce the length of the messages or completion."),
        WireErrorKind.ContentFiltered => Of("Content Exists Risk"),
        WireErrorKind.NotFound => Of("404"),
        WireErrorKind.MethodNotAllowed => Make(405, "Method Not Allowed"),
        _ => Make(400, failure.Message ?? Codes["400"].Message),
    };

    /// <summary>The error of a status or message, or <see langword="null"/> for one that the vendor's page does not have.</summary>
    public static WireError? Find(string code) => Codes.ContainsKey(code) ? Of(code) : null;

    private static WireError Of(string code, int? status = null) => Make(status ?? Codes[code].Status, Codes[code].Message);

    private static WireError Make(int status, string message) => new(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status switch { 401 => "authentication_error", 402 or 429 => "unknown_error", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = null,
            ["code"] = "invalid_request_error",
        },
    });
}
