using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Errors of the compatible surface. Its rate limit is a 400.</summary>
internal static class HunyuanCompatibleErrors
{
    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of(401, "Incorrect API key provided", "invalid_request_error", "invalid_api_key"),
        WireErrorKind.RateLimited => RateLimit(),
        WireErrorKind.QuotaExhausted => Of(403, "账户已欠费，请充值后重试", "runtime_error", null),
        WireErrorKind.ServerError => Of(failure.Status, "服务内部错误", "server_error", null),
        WireErrorKind.Overloaded => Of(503, "服务繁忙，请稍后重试", "server_error", null),
        WireErrorKind.ModelNotFound => Of(404, $"The model {failure.Request.Model} does not exist", "invalid_request_error", null),
        WireErrorKind.ContextLength => Of(400, "The input length exceeds the limit of the model", "invalid_request_error", null),
        WireErrorKind.ContentFiltered => Of(400, "输入包含敏感内容", "runtime_error", null),
        WireErrorKind.NotFound => Of(404, "Not found", "invalid_request_error", null),
        WireErrorKind.MethodNotAllowed => Of(405, "Method not allowed", "invalid_request_error", null),
        _ => Of(400, failure.Message ?? "Invalid request", "invalid_request_error", failure.Code),
    };

    public static WireError? WordCode(string code) => code == "2003" ? RateLimit() : null;

    private static WireError RateLimit() => Of(400, "请求限频，请稍后重试", "runtime_error", "2003");

    private static WireError Of(int status, string message, string type, string? code) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
    });
}
