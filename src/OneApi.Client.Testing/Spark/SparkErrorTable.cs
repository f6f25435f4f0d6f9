namespace OneApi.Client.Testing.Spark;

/// <summary>The vendor's errors: refused handshakes by name (spark.md §3), codes by number (§8).</summary>
internal static class SparkErrorTable
{
    public const string Missing = "handshake-missing";
    public const string Unverified = "handshake-unverified";
    public const string Mismatch = "handshake-mismatch";
    public const string Clock = "handshake-clock";
    public const string Address = "handshake-ip";

    private static readonly Dictionary<string, (int Status, string Message)> Handshakes = new()
    {
        [Missing] = (401, "Unauthorized"),
        [Unverified] = (401, "HMAC signature cannot be verified"),
        [Mismatch] = (401, "HMAC signature does not match"),
        [Clock] = (403, "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"),
        [Address] = (403, "Your IP address is not allowed"),
    };

    private static readonly Dictionary<int, string> Codes = new()
    {
        [10000] = "upgrade to websocket failed",
        [10001] = "read user message from websocket failed",
        [10002] = "send message to user failed",
        [10003] = "user message format error",
        [10004] = "user data schema error",
        [10005] = "user parameter value error",
        [10006] = "user concurrency error: the same user is connected elsewhere",
        [10007] = "user traffic limited: the previous question is still being answered",
        [10008] = "service capacity is not enough",
        [10009] = "connect to engine failed",
        [10010] = "receive engine data error",
        [10011] = "send data to engine error",
        [10012] = "engine internal error",
        [10013] = "input content moderation failed",
        [10014] = "output content moderation failed",
        [10015] = "appid is in blacklist",
        [10016] = "appid authorization error: the function is not opened",
        [10017] = "clear history required",
        [10019] = "the session tends to violate rules",
        [10021] = "input moderation failed",
        [10022] = "output moderation failed",
        [10110] = "xunfei service is busy, please try later",
        [10163] = "engine parameter error",
        [10222] = "engine network error",
        [10223] = "no engine node available",
        [10404] = "model not found",
        [10907] = "token count exceeds the limit",
        [11200] = "AppIdNoAuthError",
        [11201] = "AppIdDailyFlowOverError",
        [11202] = "AppIdQpsOverFlowError",
        [11203] = "AppIdConcurrencyOverFlowError",
    };

    public static (int Status, string Message)? Handshake(string name) => Handshakes.TryGetValue(name, out var refusal) ? refusal : null;

    public static string? MessageOf(int code) => Codes.GetValueOrDefault(code);
}
