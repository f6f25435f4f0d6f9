using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.MiniMax;

/// <summary>The vendor's errors: a number and a text, in <c>base_resp</c> under status 200, or in the compatible path's envelope.</summary>
internal static class MiniMaxErrorWriter
{
    private static readonly Dictionary<string, VendorError> Codes = new()
    {
        ["1000"] = new(500, "unknown error"),
        ["1001"] = new(500, "request timeout"),
        ["1002"] = new(429, "rate limit"),
        ["1004"] = new(401, "login fail: Please carry the API secret key in the Authorization field of the request header"),
        ["1008"] = new(400, "insufficient balance"),
        ["1013"] = new(500, "internal service error"),
        ["1024"] = new(500, "internal error"),
        ["1026"] = new(400, "input new_sensitive"),
        ["1027"] = new(400, "output new_sensitive"),
        ["1033"] = new(500, "system error, mysql failed"),
        ["1039"] = new(429, "TPM limit triggered"),
        ["1041"] = new(429, "connection limit"),
        ["1042"] = new(400, "invisible character ratio limit"),
        ["1043"] = new(400, "asr similarity check failed"),
        ["1044"] = new(400, "clone prompt similarity check failed"),
        ["2013"] = new(400, "invalid params"),
        ["2037"] = new(400, "voice duration too short or too long"),
        ["2039"] = new(400, "voice clone voice id duplicate"),
        ["2042"] = new(400, "no access to this voice_id"),
        ["2045"] = new(429, "rate growth limit"),
        ["2048"] = new(400, "prompt audio too long"),
        ["2049"] = new(401, "invalid api key"),
        ["2056"] = new(429, "usage limit exceeded"),
        ["2061"] = new(403, "your current token plan not support model"),
        ["20132"] = new(400, "invalid samples or voice_id"),
    };

    public static WireError Word(WireFailure failure, bool isNative) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("1004", isNative),
        WireErrorKind.RateLimited => Of("1002", isNative),
        WireErrorKind.QuotaExhausted => Of("1008", isNative),
        WireErrorKind.ServerError => Make("1013", isNative, failure.Status, Codes["1013"].Message),
        WireErrorKind.Overloaded => Of("1000", isNative),
        WireErrorKind.ModelNotFound => Make("2013", isNative, 400, $"invalid params, unknown model '{failure.Request.Model}'"),
        WireErrorKind.ContextLength => Make("2013", isNative, 400, "invalid params, context window exceeds limit"),
        WireErrorKind.ContentFiltered => Of("1026", isNative),
        WireErrorKind.NotFound => new(404, new JsonObject { ["message"] = "404 page not found" }),
        WireErrorKind.MethodNotAllowed => new(405, new JsonObject { ["message"] = "method not allowed" }),
        _ => Make("2013", isNative, 400, failure.Message is { } message ? "invalid params, " + message : Codes["2013"].Message),
    };

    /// <summary>The error of a code, or <see langword="null"/> for one that the vendor's page does not have.</summary>
    public static WireError? Find(string code, bool isNative) => Codes.ContainsKey(code) ? Of(code, isNative) : null;

    private static WireError Of(string code, bool isNative) => Make(code, isNative, Codes[code].Status, Codes[code].Message);

    private static WireError Make(string code, bool isNative, int status, string message) => isNative
        ? new(200, new JsonObject { ["base_resp"] = new JsonObject { ["status_code"] = int.Parse(code, CultureInfo.InvariantCulture), ["status_msg"] = message } })
        : new(status, new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject
            {
                ["type"] = status switch { 401 => "authorized_error", 429 => "rate_limit_error", >= 500 => "server_error", _ => "bad_request_error" },
                ["message"] = $"{message} ({code})",
                ["http_code"] = status.ToString(CultureInfo.InvariantCulture),
            },
        });
}
