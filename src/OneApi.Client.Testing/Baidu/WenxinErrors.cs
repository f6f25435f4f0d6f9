using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Baidu's errors of version 1: <c>error_code</c> and <c>error_msg</c> under status 200 (protocols/wenxin.md §9.1).</summary>
internal static class WenxinErrors
{
    private const string Ok = "as-fakeerror";

    private static readonly Dictionary<string, string> Words = new()
    {
        ["1"] = "Unknown error",
        ["2"] = "Service temporarily unavailable",
        ["3"] = "Unsupported openapi method",
        ["4"] = "Open api request limit reached",
        ["6"] = "No permission to access data",
        ["13"] = "Get service token failed",
        ["14"] = "IAM Certification failed",
        ["15"] = "app not exsits or create failed",
        ["17"] = "Open api daily request limit reached",
        ["18"] = "Open api qps request limit reached",
        ["19"] = "Open api total request limit reached",
        ["100"] = "Invalid parameter",
        ["110"] = "Access token invalid or no longer valid",
        ["111"] = "Access token expired",
        ["336000"] = "Internal error",
        ["336001"] = "Invalid Argument",
        ["336002"] = "Invalid JSON",
        ["336003"] = "the length of messages must be an odd number",
        ["336004"] = "permission error",
        ["336005"] = "the api name does not exist",
        ["336006"] = "the input is too long",
        ["336007"] = "the max input characters is 20000",
        ["336100"] = "the server is under high load, please try again later",
        ["336101"] = "Invalid HTTP method",
        ["336102"] = "Invalid query",
        ["336103"] = "Prompt tokens too long",
        ["336104"] = "Invalid argument: system",
        ["336105"] = "Invalid argument: user_setting",
        ["336501"] = "Rate limit reached for RPM",
        ["336502"] = "Rate limit reached for TPM",
        ["500000"] = "Internal error",
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of(failure.Request.Headers.ContainsKey("Authorization") ? "14" : "110"),
        WireErrorKind.RateLimited => Of("18"),
        WireErrorKind.QuotaExhausted => Of("17"),
        WireErrorKind.ServerError => Of("336000", status: failure.Status == 500 ? 200 : failure.Status),
        WireErrorKind.Overloaded => Of("336100"),
        WireErrorKind.ModelNotFound or WireErrorKind.NotFound => Of("3"),
        WireErrorKind.ContextLength => Of("336007"),
        WireErrorKind.ContentFiltered => Filtered(),
        WireErrorKind.MethodNotAllowed => Of("336101"),
        _ => Of(failure.Code ?? "336003", failure.Message),
    };

    /// <summary>The error of a code, or null when there is none.</summary>
    public static WireError? WordCode(string code) => Words.ContainsKey(code) || IsOfFunctions(code) ? Of(code) : null;

    private static bool IsOfFunctions(string code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 336106 and <= 336117;

    private static WireError Of(string code, string? message = null, int status = 200) => new(status, new JsonObject
    {
        ["error_code"] = int.Parse(code, CultureInfo.InvariantCulture),
        ["error_msg"] = message ?? Words.GetValueOrDefault(code, "Invalid argument: functions"),
        ["id"] = Ok,
    });

    /// <summary>No error at all on this wire: an answer without a word, which says that the conversation is unsafe (§4).</summary>
    private static WireError Filtered() => new(200, new JsonObject
    {
        ["id"] = Ok,
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["result"] = "",
        ["is_truncated"] = false,
        ["need_clear_history"] = true,
        ["ban_round"] = -1,
        ["finish_reason"] = "normal",
        ["usage"] = new JsonObject { ["prompt_tokens"] = 2, ["completion_tokens"] = 0, ["total_tokens"] = 2 },
    });
}
