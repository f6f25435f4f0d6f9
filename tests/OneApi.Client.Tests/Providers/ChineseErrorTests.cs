using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Providers;

/// <summary>protocols/moonshot.md §7, deepseek.md §7, minimax.md §9, zhipu.md §7, spark.md §8, other-openai-compatible-cn.md §1 to §4.</summary>
public class ChineseErrorTests
{
    [Theory]
    [InlineData(400, "content_filter", "The request was rejected because it was considered high risk", ContentFiltered)]
    [InlineData(400, "invalid_request_error", "invalid request: x", InvalidRequest)]
    [InlineData(400, "invalid_request_error", "Invalid request: Input token length too long", ContextLengthExceeded)]
    [InlineData(400, "invalid_request_error", "Invalid request: Your request exceeded model token limit: 8192", ContextLengthExceeded)]
    [InlineData(401, "invalid_authentication_error", "Invalid Authentication", OneApiErrorKind.Authentication)]
    [InlineData(401, "incorrect_api_key_error", "Incorrect API key provided", OneApiErrorKind.Authentication)]
    [InlineData(403, "exceeded_current_quota_error", "Your account is not active, please check your balance", QuotaExhausted)]
    [InlineData(403, "permission_denied_error", "The API you are accessing is not open", PermissionDenied)]
    [InlineData(404, "resource_not_found_error", "Not found the model or Permission denied", ModelNotFound)]
    [InlineData(429, "exceeded_current_quota_error", "Your account is suspended, please check your plan and billing details", QuotaExhausted)]
    [InlineData(429, "engine_overloaded_error", "The engine is currently overloaded, please try again later", ProviderUnavailable)]
    [InlineData(429, "rate_limit_reached_error", "Your account request reached max concurrency: 1, please try again after 1 seconds", RateLimited)]
    [InlineData(429, "rate_limit_reached_error", "Your account reached TPD rate limit, current: 1, limit: 1", RateLimited)]
    [InlineData(499, "client_closed_request", "closed", OneApiErrorKind.Timeout)]
    [InlineData(499, null, "closed", OneApiErrorKind.Timeout)]
    [InlineData(500, "server_error", "x", ProviderUnavailable)]
    [InlineData(500, "unexpected_output", "invalid state transition", ProviderUnavailable)]
    [InlineData(503, "server_unavailable", "x", ProviderUnavailable)]
    public void Moonshot(int status, string? type, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "moonshot", status, $$$"""{"error":{"message":{{{Kinds.Text(message)}}},"type":{{{Kinds.Text(type)}}}}}""");

    [Fact]
    public void Moonshot_HtmlGatewayTimeout() => Kinds.Expect(OneApiErrorKind.Timeout, "moonshot", 504, "<html><head><title>504 Gateway Time-out</title></head></html>");

    [Theory]
    [InlineData(400, "Failed to deserialize the JSON body", InvalidRequest)]
    [InlineData(400, "This model's maximum context length is 65536 tokens.", ContextLengthExceeded)]
    [InlineData(400, "Content Exists Risk", ContentFiltered)]
    [InlineData(400, "Model Not Exist", ModelNotFound)]
    [InlineData(401, "Authentication Fails (no such user)", OneApiErrorKind.Authentication)]
    [InlineData(402, "Insufficient Balance", QuotaExhausted)]
    [InlineData(403, "x", PermissionDenied)]
    [InlineData(404, "x", ModelNotFound)]
    [InlineData(422, "x", InvalidRequest)]
    [InlineData(429, "Rate limit reached", RateLimited)]
    [InlineData(500, "x", ProviderUnavailable)]
    [InlineData(503, "x", ProviderUnavailable)]
    public void DeepSeek(int status, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "deepseek", status, Kinds.Error("invalid_request_error", message, "invalid_request_error"));

    [Theory]
    [InlineData(1000, "unknown error", ProviderUnavailable)]
    [InlineData(1001, "request timeout", OneApiErrorKind.Timeout)]
    [InlineData(1002, "rate limit", RateLimited)]
    [InlineData(1004, "token not match group", OneApiErrorKind.Authentication)]
    [InlineData(1008, "insufficient balance", QuotaExhausted)]
    [InlineData(1013, "internal service error", ProviderUnavailable)]
    [InlineData(1024, "internal error", ProviderUnavailable)]
    [InlineData(1026, "input new_sensitive", ContentFiltered)]
    [InlineData(1027, "output new_sensitive", ContentFiltered)]
    [InlineData(1033, "mysql failed", ProviderUnavailable)]
    [InlineData(1039, "TPM limit triggered", RateLimited)]
    [InlineData(1039, "token limit: context too big", ContextLengthExceeded)]
    [InlineData(1039, "token limit: length", ContextLengthExceeded)]
    [InlineData(1041, "conn limit", RateLimited)]
    [InlineData(1042, "invisible character ratio limit", InvalidRequest)]
    [InlineData(2013, "invalid params, messages is empty", InvalidRequest)]
    [InlineData(2013, "invalid params, context window exceeds limit", ContextLengthExceeded)]
    [InlineData(2013, "invalid params, tokens exceed the limit", ContextLengthExceeded)]
    [InlineData(2013, "invalid params, unknown model 'x'", ModelNotFound)]
    [InlineData(2045, "rate growth limit", RateLimited)]
    [InlineData(2049, "invalid api key", OneApiErrorKind.Authentication)]
    [InlineData(2056, "usage limit exceeded", QuotaExhausted)]
    [InlineData(1043, "voice", InvalidRequest)]
    [InlineData(1044, "voice", InvalidRequest)]
    [InlineData(2037, "voice", InvalidRequest)]
    [InlineData(2039, "voice", InvalidRequest)]
    [InlineData(2042, "voice", InvalidRequest)]
    [InlineData(2048, "voice", InvalidRequest)]
    [InlineData(20132, "voice", InvalidRequest)]
    [InlineData(2061, "your current token plan not support model", PermissionDenied)]
    [InlineData(9999, "odd", Unknown)]
    public void MiniMax(int code, string message, OneApiErrorKind expected)
    {
        Kinds.Expect(expected, "minimax", 200, $$$"""{"base_resp":{"status_code":{{{code}}},"status_msg":{{{Kinds.Text(message)}}}}}""");
        Kinds.Expect(expected, "minimax", null, $$$"""{"choices":null,"base_resp":{"status_code":{{{code}}},"status_msg":{{{Kinds.Text(message)}}}}}""");
        Kinds.Expect(expected, "minimax", 200, $$$"""{"type":"error","error":{"type":"x_error","message":{{{Kinds.Text(message + " (" + code + ")")}}}}}""");
    }

    [Theory]
    [InlineData(401, "login fail: Please carry the API secret key (1004)", OneApiErrorKind.Authentication)]
    [InlineData(400, "insufficient balance (1008)", QuotaExhausted)]
    [InlineData(400, "the plan does not support model x", PermissionDenied)]
    [InlineData(401, "x", OneApiErrorKind.Authentication)]
    [InlineData(403, "x", PermissionDenied)]
    [InlineData(404, "x", ModelNotFound)]
    [InlineData(429, "x", RateLimited)]
    [InlineData(500, "x", ProviderUnavailable)]
    public void MiniMax_CompatibleEndpoint(int status, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "minimax", status, $$$"""{"type":"error","error":{"type":"authorized_error","message":{{{Kinds.Text(message)}}},"http_code":"{{{status}}}"}}""");

    [Theory]
    [InlineData("500", ProviderUnavailable)]
    [InlineData("1000", OneApiErrorKind.Authentication)]
    [InlineData("1001", OneApiErrorKind.Authentication)]
    [InlineData("1002", OneApiErrorKind.Authentication)]
    [InlineData("1003", OneApiErrorKind.Authentication)]
    [InlineData("1004", OneApiErrorKind.Authentication)]
    [InlineData("1100", ProviderUnavailable)]
    [InlineData("1110", PermissionDenied)]
    [InlineData("1111", PermissionDenied)]
    [InlineData("1112", PermissionDenied)]
    [InlineData("1113", QuotaExhausted)]
    [InlineData("1120", ProviderUnavailable)]
    [InlineData("1121", PermissionDenied)]
    [InlineData("1200", ProviderUnavailable)]
    [InlineData("1210", InvalidRequest)]
    [InlineData("1211", ModelNotFound)]
    [InlineData("1212", InvalidRequest)]
    [InlineData("1213", InvalidRequest)]
    [InlineData("1214", InvalidRequest)]
    [InlineData("1215", InvalidRequest)]
    [InlineData("1220", PermissionDenied)]
    [InlineData("1221", ModelNotFound)]
    [InlineData("1222", ModelNotFound)]
    [InlineData("1230", ProviderUnavailable)]
    [InlineData("1231", InvalidRequest)]
    [InlineData("1234", ProviderUnavailable)]
    [InlineData("1261", ContextLengthExceeded)]
    [InlineData("1300", PermissionDenied)]
    [InlineData("1301", ContentFiltered)]
    [InlineData("1302", RateLimited)]
    [InlineData("1303", RateLimited)]
    [InlineData("1304", RateLimited)]
    [InlineData("1305", RateLimited)]
    [InlineData("1308", QuotaExhausted)]
    [InlineData("1309", QuotaExhausted)]
    [InlineData("1310", QuotaExhausted)]
    [InlineData("1311", PermissionDenied)]
    [InlineData("1312", ProviderUnavailable)]
    [InlineData("1313", RateLimited)]
    public void Zhipu_ByCode_WhateverTheStatusAndTheWords(string code, OneApiErrorKind expected)
    {
        foreach (var status in (int?[])[429, 400, 200, null])
        {
            Kinds.Expect(expected, "zhipu", status, Kinds.Error(code, "您的账户已达到速率限制，并发"));
            Kinds.Expect(expected, "zai", status, $$$"""{"error":{"code":"{{{code}}}","message":"x"}}""");
        }
    }

    [Theory]
    [InlineData(401, OneApiErrorKind.Authentication)]
    [InlineData(434, PermissionDenied)]
    [InlineData(435, InvalidRequest)]
    [InlineData(429, RateLimited)]
    public void Zhipu_ByStatus(int status, OneApiErrorKind expected) => Kinds.Expect(expected, "zhipu", status, "{}");

    [Theory]
    [InlineData(10000, "x", ProviderUnavailable)]
    [InlineData(10001, "x", ProviderUnavailable)]
    [InlineData(10002, "x", ProviderUnavailable)]
    [InlineData(10003, "x", InvalidRequest)]
    [InlineData(10004, "x", InvalidRequest)]
    [InlineData(10005, "x", InvalidRequest)]
    [InlineData(10005, "app_id is invalid", OneApiErrorKind.Authentication)]
    [InlineData(10006, "x", RateLimited)]
    [InlineData(10007, "x", RateLimited)]
    [InlineData(10008, "x", ProviderUnavailable)]
    [InlineData(10009, "x", ProviderUnavailable)]
    [InlineData(10010, "x", ProviderUnavailable)]
    [InlineData(10011, "x", ProviderUnavailable)]
    [InlineData(10012, "x", ProviderUnavailable)]
    [InlineData(10013, "x", ContentFiltered)]
    [InlineData(10014, "x", ContentFiltered)]
    [InlineData(10015, "x", PermissionDenied)]
    [InlineData(10016, "feature not opened", PermissionDenied)]
    [InlineData(10016, "no tokens left", QuotaExhausted)]
    [InlineData(10017, "x", InvalidRequest)]
    [InlineData(10019, "x", ContentFiltered)]
    [InlineData(10021, "x", ContentFiltered)]
    [InlineData(10022, "x", ContentFiltered)]
    [InlineData(10110, "x", ProviderUnavailable)]
    [InlineData(10163, "x", InvalidRequest)]
    [InlineData(10222, "x", ProviderUnavailable)]
    [InlineData(10223, "x", ProviderUnavailable)]
    [InlineData(10404, "x", ModelNotFound)]
    [InlineData(10907, "x", ContextLengthExceeded)]
    [InlineData(11200, "AppIdNoAuthError", PermissionDenied)]
    [InlineData(11200, "total volume used up", QuotaExhausted)]
    [InlineData(11201, "x", RateLimited)]
    [InlineData(11202, "AppIdQpsOverFlowError", RateLimited)]
    [InlineData(11203, "x", RateLimited)]
    [InlineData(10999, "x", Unknown)]
    public void Spark(int code, string message, OneApiErrorKind expected)
    {
        Kinds.Expect(expected, "spark", 200, $$"""{"code":{{code}},"message":{{Kinds.Text(message)}},"sid":"cha1"}""");
        Kinds.Expect(expected, "spark", null, $$"""{"code":{{code}},"message":{{Kinds.Text(message)}},"sid":"cha1"}""");
        Kinds.Expect(expected, "spark", 200, $$$"""{"header":{"code":{{{code}}},"message":{{{Kinds.Text(message)}}},"sid":"cha1","status":2}}""");
        Kinds.Expect(expected == Unknown ? InvalidRequest : expected, "spark", 400, Kinds.Error(code.ToString(System.Globalization.CultureInfo.InvariantCulture), message, "t"));
    }

    [Fact]
    public void Spark_WrongPassword() => Kinds.Expect(OneApiErrorKind.Authentication, "spark", 401, Kinds.Error("invalid_api_key", "x"));

    [Theory]
    [InlineData(401, "Invalid Authentication", OneApiErrorKind.Authentication)]
    [InlineData(401, "Incorrect API key provided", OneApiErrorKind.Authentication)]
    [InlineData(429, "Rate limit reached for requests", RateLimited)]
    [InlineData(429, "Insufficient account balance, please recharge", QuotaExhausted)]
    [InlineData(404, "x", ModelNotFound)]
    [InlineData(500, "x", ProviderUnavailable)]
    public void Baichuan(int status, string message, OneApiErrorKind expected) => Kinds.Expect(expected, "baichuan", status, Kinds.Error(null, message));

    [Theory]
    [InlineData(400, null, "invalid parameter", InvalidRequest)]
    [InlineData(400, null, "failed to download image", InvalidRequest)]
    [InlineData(400, null, "model x not found or no permission", ModelNotFound)]
    [InlineData(400, null, "unknown model x", ModelNotFound)]
    [InlineData(401, "invalid_api_key", "Incorrect API key provided", OneApiErrorKind.Authentication)]
    [InlineData(402, null, "balance", QuotaExhausted)]
    [InlineData(404, null, "path", ModelNotFound)]
    [InlineData(429, null, "x", RateLimited)]
    [InlineData(451, null, "The content was moderated", ContentFiltered)]
    [InlineData(500, null, "x", ProviderUnavailable)]
    [InlineData(503, null, "x", ProviderUnavailable)]
    public void StepFun(int status, string? type, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "stepfun", status, $$$"""{"error":{"message":{{{Kinds.Text(message)}}},"type":{{{Kinds.Text(type)}}}}}""");

    [Theory]
    [InlineData(400, "x", InvalidRequest)]
    [InlineData(400, "maximum context length is 16384", ContextLengthExceeded)]
    [InlineData(401, "x", OneApiErrorKind.Authentication)]
    [InlineData(404, "x", ModelNotFound)]
    [InlineData(429, "x", RateLimited)]
    [InlineData(500, "x", ProviderUnavailable)]
    [InlineData(529, "x", ProviderUnavailable)]
    public void Lingyi(int status, string message, OneApiErrorKind expected) => Kinds.Expect(expected, "lingyi", status, Kinds.Error(null, message));

    [Theory]
    [InlineData(401, OneApiErrorKind.Authentication)]
    [InlineData(404, ModelNotFound)]
    [InlineData(429, RateLimited)]
    [InlineData(500, ProviderUnavailable)]
    public void AI360_NumericStringCodesAreUnknown_SoTheStatusDecides(int status, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "ai360", status, Kinds.Error("1001", "x"));
}
