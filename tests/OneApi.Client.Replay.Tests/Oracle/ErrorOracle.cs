using System.Globalization;
using System.Text.Json;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>
/// The kind of a recorded failure: only the rows of the protocol pages that the recordings need. A failure without a row
/// is an error of the oracle, so that nobody's default decides what a test expects.
/// </summary>
internal static class ErrorOracle
{
    /// <summary>Reads an error body. <paramref name="status"/> is 200 for errors inside a good answer or a stream.</summary>
    public static IReadOnlyList<string> Kinds(string wire, int status, JsonElement body)
    {
        var error = body.At("error") ?? body;
        var code = error.Word("code");
        var type = error.Text("type");
        var message = error.ValueKind is JsonValueKind.String ? error.GetString()! : error.Text("message") ?? body.Text("detail") ?? "";
        var effective = status == 200 ? InnerStatus(error) ?? status : status;

        return (wire, effective, code, type) switch
        {
            // openai-compatible.md §3: a fault of the model, not of the request; in the stream it comes under HTTP 200.
            ("openai", _, "tool_use_failed", _) => ["ProtocolViolation"],

            // openai.md §9.
            ("openai", _, "model_not_found", _) => ["ModelNotFound"],
            ("openai", _, "context_length_exceeded", _) => ["ContextLengthExceeded"],
            ("openai", 400, "unsupported_value" or "invalid_function_parameters", _) => ["InvalidRequest"],

            // openai-compatible.md §6 (Perplexity).
            ("openai", 400, _, "too_many_prompt_tokens") => ["ContextLengthExceeded"],

            // Voyage has no page. By the default classification a 400 is InvalidRequest; the words say that the model is unknown.
            ("openai", 400, _, _) when message.StartsWith("Model ", StringComparison.Ordinal) && message.Contains("is not supported.", StringComparison.Ordinal) => ["ModelNotFound", "InvalidRequest"],
            ("openai", 400, null, "invalid_request_error") => ["InvalidRequest"],

            // openai.md §9, azure.md §6, mistral.md §6, deepseek.md §7 (whose code says invalid_request_error), default classification.
            ("openai", 401, _, _) => ["Authentication"],

            // azure.md §6 (RateLimitReached), openai-compatible.md §5 (OpenRouter's upstream limit).
            ("openai", 429, "RateLimitReached" or "429", _) => ["RateLimited"],

            // anthropic.md §9: the type decides.
            ("anthropic", _, _, "authentication_error") => ["Authentication"],
            ("anthropic", _, _, "overloaded_error") => ["ProviderUnavailable"],
            ("anthropic", 400, _, "invalid_request_error") when message.StartsWith("prompt is too long", StringComparison.Ordinal) => ["ContextLengthExceeded"],
            ("anthropic", 400, _, "invalid_request_error") => ["InvalidRequest"],

            // gemini.md §10.
            ("gemini", 400, _, _) when error.Text("status") is "INVALID_ARGUMENT" && Reason(error) is "API_KEY_INVALID" => ["Authentication"],
            ("gemini", 400, _, _) when message.Contains("exceeds the maximum number of tokens", StringComparison.Ordinal) => ["ContextLengthExceeded"],
            ("gemini", 400, _, _) when error.Text("status") is "INVALID_ARGUMENT" => ["InvalidRequest"],
            ("gemini", 429, _, _) when error.Text("status") is "RESOURCE_EXHAUSTED" => [IsSpent(error) ? "QuotaExhausted" : "RateLimited"],

            _ => throw new InvalidOperationException($"The oracle has no row for {wire} {status} code {code} type {type}: {message}"),
        };
    }

    /// <summary>The stated wait: google.rpc.RetryInfo, else retry-after-ms (a zero is none, azure.md §4), else retry-after in seconds.</summary>
    public static TimeSpan? RetryAfter(IReadOnlyDictionary<string, string> headers, JsonElement body)
    {
        var error = body.At("error") ?? body;
        if (Details(error, "google.rpc.RetryInfo").FirstOrDefault().Text("retryDelay") is { } delay)
        {
            return TimeSpan.FromSeconds(double.Parse(delay.TrimEnd('s'), CultureInfo.InvariantCulture));
        }

        if (headers.TryGetValue("retry-after-ms", out var milliseconds) && milliseconds != "0")
        {
            return TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture));
        }

        return headers.TryGetValue("retry-after", out var seconds) ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Groq and OpenRouter repeat the real status inside an error that came under HTTP 200.</summary>
    private static int? InnerStatus(JsonElement error) => (int?)error.Number("status_code") ?? (int?)error.Number("code");

    private static string? Reason(JsonElement error) => Details(error, "google.rpc.ErrorInfo").FirstOrDefault().Text("reason");

    /// <summary>A limit per day, or one of zero, is not a matter of waiting.</summary>
    private static bool IsSpent(JsonElement error) =>
        Details(error, "google.rpc.QuotaFailure").SelectMany(failure => failure.Items("violations")).Any(violation =>
            violation.Text("quotaId")?.Contains("PerDay", StringComparison.Ordinal) is true || violation.Word("quotaValue") is "0");

    private static IEnumerable<JsonElement> Details(JsonElement error, string type) =>
        error.Items("details").Where(detail => detail.Text("@type")?.EndsWith(type, StringComparison.Ordinal) is true);
}
