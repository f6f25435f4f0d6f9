using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Providers;

/// <summary>protocols/openai-compatible.md §3 to §8; other-openai-compatible-cn.md §5.</summary>
public class HostErrorTests
{
    [Theory]
    [InlineData(400, "tool_use_failed", "Tool choice is required, but model did not call a tool", ProtocolViolation)]
    [InlineData(null, "tool_use_failed", "Tool choice is required, but model did not call a tool", ProtocolViolation)]
    [InlineData(400, "json_validate_failed", "Failed to generate JSON", ProtocolViolation)]
    [InlineData(400, "model_decommissioned", "The model `x` has been decommissioned", ModelNotFound)]
    [InlineData(400, "context_length_exceeded", "too long", ContextLengthExceeded)]
    [InlineData(400, null, "Please reduce the length of the messages or completion.", ContextLengthExceeded)]
    [InlineData(401, "invalid_api_key", "Invalid API Key", OneApiErrorKind.Authentication)]
    [InlineData(403, null, "Access denied. Please check your network settings.", PermissionDenied)]
    [InlineData(404, "model_not_found", "The model `x` does not exist", ModelNotFound)]
    [InlineData(413, "rate_limit_exceeded", "Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000", ContextLengthExceeded)]
    [InlineData(413, "request_too_large", "Request Entity Too Large", ContextLengthExceeded)]
    [InlineData(422, null, "Unprocessable", InvalidRequest)]
    [InlineData(424, null, "Failed dependency", ProviderUnavailable)]
    [InlineData(429, "rate_limit_exceeded", "Rate limit reached for model `x` on requests per minute (RPM)", RateLimited)]
    [InlineData(429, "rate_limit_exceeded", "Rate limit reached for model `x` on tokens per day (TPD): Limit 100000", QuotaExhausted)]
    [InlineData(429, "rate_limit_exceeded", "Rate limit reached for model `x` on requests per day (RPD)", QuotaExhausted)]
    [InlineData(498, "capacity_exceeded", "Flex tier capacity exceeded", ProviderUnavailable)]
    [InlineData(498, null, null, ProviderUnavailable)]
    [InlineData(499, null, "Request cancelled", Unknown)]
    [InlineData(500, null, "Internal error", ProviderUnavailable)]
    [InlineData(503, null, "Unavailable", ProviderUnavailable)]
    public void Groq(int? status, string? code, string? message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "groq", status, Kinds.Error(code, message, "invalid_request_error"));

    [Fact]
    public void Groq_ErrorEventStatesItsStatus() =>
        Kinds.Expect(InvalidRequest, "groq", null, """{"error":{"message":"odd","type":"invalid_request_error","code":"odd","status_code":400}}""");

    [Theory]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided: ab***yz. You can obtain an API key from https://console.x.ai."}""", OneApiErrorKind.Authentication)]
    [InlineData(400, """{"error":{"message":"This model's maximum prompt length is 131072 but the request contains 200000 tokens."}}""", ContextLengthExceeded)]
    [InlineData(400, """{"code":"invalid-argument","error":"maximum prompt length is 131072 but the request contains 200000 tokens."}""", ContextLengthExceeded)]
    [InlineData(400, """{"code":"invalid-argument","error":"Model not found: grok-x"}""", ModelNotFound)]
    [InlineData(400, """{"code":"invalid-argument","error":"Argument not supported: stop"}""", InvalidRequest)]
    [InlineData(422, """{"code":"x","error":"Failed to deserialize the JSON body"}""", InvalidRequest)]
    [InlineData(401, """{"code":"unauthenticated","error":"No credentials"}""", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"code":"forbidden","error":"The key is blocked"}""", PermissionDenied)]
    [InlineData(403, """{"code":"forbidden","error":"Content violates usage guidelines."}""", ContentFiltered)]
    [InlineData(403, """{"code":"forbidden","error":"Your team has either used all available credits or reached its monthly spending limit."}""", QuotaExhausted)]
    [InlineData(429, """{"code":"x","error":"Your team has either used all available credits or reached its monthly spending limit."}""", QuotaExhausted)]
    [InlineData(404, """{"code":"not-found","error":"The model grok-x does not exist or your team has no access to it."}""", ModelNotFound)]
    [InlineData(429, """{"code":"resource-exhausted","error":"Too many requests for team"}""", RateLimited)]
    [InlineData(500, """{"code":"internal","error":"x"}""", ProviderUnavailable)]
    [InlineData(503, """{"code":"unavailable","error":"x"}""", ProviderUnavailable)]
    [InlineData(400, """{"error":{"message":"Model not found: grok-x"}}""", ModelNotFound)]
    [InlineData(200, """{"code":"invalid-argument","error":"Incorrect API key provided: ab***yz."}""", OneApiErrorKind.Authentication)]
    public void XAI(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "xai", status, body);

    [Theory]
    [InlineData(400, "Bad request", "{}", InvalidRequest)]
    [InlineData(400, "This endpoint's maximum context length is 8192 tokens.", "{}", ContextLengthExceeded)]
    [InlineData(400, "acme/x is not a valid model ID", "{}", ModelNotFound)]
    [InlineData(401, "Missing Authentication header", "{}", OneApiErrorKind.Authentication)]
    [InlineData(401, "User not found.", "{}", OneApiErrorKind.Authentication)]
    [InlineData(402, "Insufficient credits", "{}", QuotaExhausted)]
    [InlineData(402, "This request requires more credits, or fewer max_tokens.", "{}", QuotaExhausted)]
    [InlineData(403, "Your input was flagged", """{"reasons":["violence"],"flagged_input":"…"}""", ContentFiltered)]
    [InlineData(403, "Blocked by a guardrail", "{}", ContentFiltered)]
    [InlineData(403, "Key limit exceeded (total limit)", "{}", QuotaExhausted)]
    [InlineData(403, "Not for you", "{}", PermissionDenied)]
    [InlineData(404, "No endpoints found matching your data policy", "{}", ModelNotFound)]
    [InlineData(408, "Timed out", "{}", OneApiErrorKind.Timeout)]
    [InlineData(524, "Timed out", "{}", OneApiErrorKind.Timeout)]
    [InlineData(413, "Too large", "{}", InvalidRequest)]
    [InlineData(422, "Unprocessable", "{}", InvalidRequest)]
    [InlineData(429, "Provider returned error", """{"raw":"x is temporarily rate-limited upstream. Please retry shortly.","provider_name":"Acme"}""", RateLimited)]
    [InlineData(429, "Rate limit exceeded: free-models-per-day", "{}", QuotaExhausted)]
    [InlineData(500, "Internal", "{}", ProviderUnavailable)]
    [InlineData(502, "Down", "{}", ProviderUnavailable)]
    [InlineData(503, "No provider meets the requirements", "{}", ProviderUnavailable)]
    [InlineData(529, "Overloaded", "{}", ProviderUnavailable)]
    public void OpenRouter(int code, string message, string metadata, OneApiErrorKind expected)
    {
        var body = $$$"""{"error":{"code":{{{code}}},"message":{{{Kinds.Text(message)}}},"metadata":{{{metadata}}}},"user_id":"u"}""";

        Kinds.Expect(expected, "openrouter", code, body);
        Kinds.Expect(expected, "openrouter", 200, body);
        Kinds.Expect(expected, "openrouter", null, body);
    }

    [Theory]
    [InlineData(401, "wrong_api_key", "Wrong API Key", OneApiErrorKind.Authentication)]
    [InlineData(400, "context_length_exceeded", "Please reduce the length", ContextLengthExceeded)]
    [InlineData(404, "model_not_found", "Model x does not exist", ModelNotFound)]
    [InlineData(429, "request_quota_exceeded", "Requests per minute limit exceeded", RateLimited)]
    [InlineData(429, "token_quota_exceeded", "Tokens per minute limit exceeded - too many tokens processed.", RateLimited)]
    [InlineData(429, "request_quota_exceeded", "Requests per day limit exceeded", QuotaExhausted)]
    [InlineData(429, "token_quota_exceeded", "Tokens per day limit exceeded", QuotaExhausted)]
    [InlineData(402, null, "Payment required", QuotaExhausted)]
    [InlineData(503, "queue_exceeded", "We're experiencing high traffic right now!", ProviderUnavailable)]
    [InlineData(429, null, "We're experiencing high traffic right now! Please try again soon.", ProviderUnavailable)]
    [InlineData(429, "queue_exceeded", "We're experiencing high traffic right now!", ProviderUnavailable)]
    public void Cerebras(int status, string? code, string message, OneApiErrorKind expected)
    {
        Kinds.Expect(expected, "cerebras", status, $$"""{"message":{{Kinds.Text(message)}},"type":"too_many_requests_error","param":"x","code":{{Kinds.Text(code)}}}""");
        Kinds.Expect(expected, "cerebras", status, Kinds.Error(code, message, "too_many_requests_error"));
    }

    [Theory]
    [InlineData(400, null, "bad", InvalidRequest)]
    [InlineData(401, null, "bad key", OneApiErrorKind.Authentication)]
    [InlineData(402, null, "pay", QuotaExhausted)]
    [InlineData(403, null, "input token count + max_tokens must be ≤ 8193", ContextLengthExceeded)]
    [InlineData(403, null, "no", PermissionDenied)]
    [InlineData(404, null, "Unable to access x", ModelNotFound)]
    [InlineData(422, "model_not_available", "Unable to access non-serverless model", ModelNotFound)]
    [InlineData(422, null, "the context is too small", ContextLengthExceeded)]
    [InlineData(429, null, "slow", RateLimited)]
    [InlineData(500, null, "x", ProviderUnavailable)]
    [InlineData(503, null, "x", ProviderUnavailable)]
    [InlineData(524, null, "x", ProviderUnavailable)]
    [InlineData(529, null, "x", ProviderUnavailable)]
    public void Together(int status, string? code, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "together", status, $$$"""{"id":"1","error":{"message":{{{Kinds.Text(message)}}},"type":"t","param":null,"code":{{{Kinds.Text(code)}}}}}""");

    [Theory]
    [InlineData(400, "bad", InvalidRequest)]
    [InlineData(401, "x", OneApiErrorKind.Authentication)]
    [InlineData(403, "x", PermissionDenied)]
    [InlineData(402, "x", QuotaExhausted)]
    [InlineData(404, "Model not found, inaccessible, and/or not deployed", ModelNotFound)]
    [InlineData(404, "x", ModelNotFound)]
    [InlineData(408, "x", OneApiErrorKind.Timeout)]
    [InlineData(504, "x", OneApiErrorKind.Timeout)]
    [InlineData(412, "Account acme is suspended", QuotaExhausted)]
    [InlineData(413, "x", InvalidRequest)]
    [InlineData(429, "x", RateLimited)]
    [InlineData(500, "x", ProviderUnavailable)]
    [InlineData(503, "x", ProviderUnavailable)]
    public void Fireworks(int status, string message, OneApiErrorKind expected) => Kinds.Expect(expected, "fireworks", status, Kinds.Error(null, message));

    [Theory]
    [InlineData(401, """{"status":401,"title":"Unauthorized","detail":"Authentication failed"}""", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"status":403,"title":"Forbidden","detail":"Authorization failed"}""", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"status":403,"title":"Forbidden","detail":"No access to this function"}""", PermissionDenied)]
    [InlineData(402, """{"detail":"Account has no credits"}""", QuotaExhausted)]
    [InlineData(404, """{"status":404,"title":"Not Found","detail":"Not found for account"}""", ModelNotFound)]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required"}]}""", InvalidRequest)]
    [InlineData(429, """{"status":429,"title":"Too Many Requests"}""", RateLimited)]
    [InlineData(401, """{"detail":"Unauthorized"}""", OneApiErrorKind.Authentication)]
    [InlineData(500, """{"detail":"Internal error"}""", ProviderUnavailable)]
    public void Nvidia(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "nvidia", status, body);

    [Theory]
    [InlineData(401, 10000, OneApiErrorKind.Authentication)]
    [InlineData(403, 9109, OneApiErrorKind.Authentication)]
    [InlineData(400, 5007, ModelNotFound)]
    [InlineData(404, 3042, ModelNotFound)]
    [InlineData(400, 5004, InvalidRequest)]
    [InlineData(400, 3003, InvalidRequest)]
    [InlineData(413, 3006, InvalidRequest)]
    [InlineData(413, 5021, ContextLengthExceeded)]
    [InlineData(403, 5018, PermissionDenied)]
    [InlineData(403, 3041, PermissionDenied)]
    [InlineData(403, 5016, PermissionDenied)]
    [InlineData(403, 3023, PermissionDenied)]
    [InlineData(408, 3007, OneApiErrorKind.Timeout)]
    [InlineData(408, 3008, OneApiErrorKind.Timeout)]
    [InlineData(429, 3036, QuotaExhausted)]
    [InlineData(429, 3040, ProviderUnavailable)]
    [InlineData(500, 1, ProviderUnavailable)]
    [InlineData(502, 1, ProviderUnavailable)]
    [InlineData(401, 9109, OneApiErrorKind.Authentication)]
    [InlineData(403, 10000, OneApiErrorKind.Authentication)]
    public void Cloudflare(int status, int code, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "cloudflare", status, $$"""{"errors":[{"code":{{code}},"message":"text"}],"success":false,"result":null,"messages":[]}""");

    [Theory]
    [InlineData(400, """{"error":{"message":"The requested model 'x' is not supported by provider 'y'"}}""", ModelNotFound)]
    [InlineData(400, """{"error":"Model x is not supported by provider y"}""", ModelNotFound)]
    [InlineData(401, """{"error":{"message":"Invalid token"}}""", OneApiErrorKind.Authentication)]
    [InlineData(402, """{"error":{"message":"You have exceeded your monthly included credits"}}""", QuotaExhausted)]
    [InlineData(401, """{"error":"Invalid username or password."}""", OneApiErrorKind.Authentication)]
    [InlineData(402, """{"error":"You have exceeded your monthly included credits for Inference Providers."}""", QuotaExhausted)]
    [InlineData(404, """{"error":"Not Found"}""", ModelNotFound)]
    [InlineData(429, """{"error":"Too Many Requests"}""", RateLimited)]
    [InlineData(503, """{"error":"Model x is currently loading","estimated_time":20.5}""", ProviderUnavailable)]
    public void HuggingFace(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "huggingface", status, body);

    [Theory]
    [InlineData(401, "unauthorized", "Bad credentials", OneApiErrorKind.Authentication)]
    [InlineData(403, "no_access", "No access to model: x", PermissionDenied)]
    [InlineData(400, "unknown_model", "Unknown model: x", ModelNotFound)]
    [InlineData(404, "unknown_model", "Unknown model: x", ModelNotFound)]
    [InlineData(400, "content_filter", "The response was filtered", ContentFiltered)]
    [InlineData(413, "tokens_limit_reached", "Request body too large for x. Max size: 8000 tokens.", ContextLengthExceeded)]
    [InlineData(429, "RateLimitReached", "Rate limit of 10 per 60s exceeded for UserByModelByMinute. Please wait 42 seconds before retrying.", RateLimited)]
    [InlineData(429, "RateLimitReached", "Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 5000 seconds before retrying.", QuotaExhausted)]
    public void GitHubModels(int status, string code, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "github-models", status, $$$"""{"error":{"code":"{{{code}}}","message":{{{Kinds.Text(message)}}},"details":null}}""");

    [Theory]
    [InlineData(400, """{"code":20012,"message":"Model does not exist. Please check it carefully.","data":null}""", ModelNotFound)]
    [InlineData(400, """{"code":20015,"message":"The parameter max_tokens is invalid.","data":null}""", InvalidRequest)]
    [InlineData(400, """{"code":20015,"message":"length of prompt_tokens (40000) must be less than max_seq_len (32768).","data":null}""", ContextLengthExceeded)]
    [InlineData(401, "\"Invalid token\"", OneApiErrorKind.Authentication)]
    [InlineData(401, "Invalid token", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"code":30001,"message":"Sorry, your account balance is insufficient","data":null}""", QuotaExhausted)]
    [InlineData(403, """{"code":1,"message":"Sorry, your account balance is insufficient","data":null}""", QuotaExhausted)]
    [InlineData(403, """{"code":2,"message":"Please verify your real name","data":null}""", PermissionDenied)]
    [InlineData(404, "404 page not found", ModelNotFound)]
    [InlineData(429, """{"message":"Request was rejected due to rate limiting. Details: RPM limit reached.","data":null}""", RateLimited)]
    [InlineData(429, """{"message":"TPM limit reached.","data":null}""", RateLimited)]
    [InlineData(429, """{"message":"IPM limit reached.","data":null}""", RateLimited)]
    [InlineData(429, """{"message":"RPD limit reached.","data":null}""", RateLimited)]
    [InlineData(429, """{"message":"TPD limit reached.","data":null}""", RateLimited)]
    [InlineData(429, """{"message":"IPD limit reached.","data":null}""", RateLimited)]
    [InlineData(503, """{"code":50505,"message":"Model service overloaded. Please try again later.","data":null}""", ProviderUnavailable)]
    [InlineData(504, "<html><head><title>504 Gateway Time-out</title></head></html>", OneApiErrorKind.Timeout)]
    [InlineData(500, "", ProviderUnavailable)]
    public void SiliconFlow(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "siliconflow", status, body);
}
