using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ChatGlm;

/// <summary>FastAPI's errors: <c>{"detail": …}</c>, a text or a list.</summary>
internal static class ChatGlmErrorWriter
{
    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["400"] = "Invalid request",
        ["404"] = "Not Found",
        ["405"] = "Method Not Allowed",
        ["500"] = "Internal Server Error",
        ["502"] = "Bad Gateway",
        ["503"] = "Service Unavailable",
        ["504"] = "Gateway Timeout",
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of(401, "Unauthorized"),
        WireErrorKind.RateLimited => Of(429, "Too Many Requests"),
        WireErrorKind.QuotaExhausted => Of(402, "Payment Required"),
        WireErrorKind.ServerError => Of(failure.Status, "Internal Server Error"),
        WireErrorKind.Overloaded => Of(503, "Service Unavailable"),
        WireErrorKind.ModelNotFound or WireErrorKind.NotFound => Of(404, "Not Found"),
        WireErrorKind.ContextLength => Of(400, "The prompt is too long"),
        WireErrorKind.ContentFiltered => Of(451, "Unavailable For Legal Reasons"),
        WireErrorKind.MethodNotAllowed => Of(405, "Method Not Allowed"),
        _ when failure.Code is "422" => Unprocessable(failure.Message ?? "Input should be 'user', 'assistant', 'system' or 'function'", failure.Parameter ?? "role"),
        _ => Of(400, failure.Message ?? "Invalid request"),
    };

    /// <summary>The error of a status, or <see langword="null"/> for one that the server does not have.</summary>
    public static WireError? Find(string status) => status == "422"
        ? Unprocessable("Input should be 'user', 'assistant', 'system' or 'function'", "role")
        : Statuses.TryGetValue(status, out var detail) ? Of(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), detail) : null;

    private static WireError Of(int status, string detail) => new(status, new JsonObject { ["detail"] = detail });

    private static WireError Unprocessable(string message, string member) => new(422, new JsonObject
    {
        ["detail"] = new JsonArray(new JsonObject
        {
            ["type"] = "literal_error",
            ["loc"] = new JsonArray("body", "messages", 0, member),
            ["msg"] = message,
            ["input"] = "tool",
        }),
    });
}
