using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Providers;

/// <summary>protocols/mistral.md §6, cohere.md §7, azure.md §6, openai-compatible.md §6.</summary>
public class VendorErrorTests
{
    [Theory]
    [InlineData(400, "too_many_prompt_tokens", "Prompt too big", ContextLengthExceeded)]
    [InlineData(400, "invalid_model", "Invalid model 'x'", ModelNotFound)]
    [InlineData(400, "custom", "bad", InvalidRequest)]
    [InlineData(401, "invalid_api_key", "Invalid API key", OneApiErrorKind.Authentication)]
    [InlineData(401, "insufficient_quota", "No money", QuotaExhausted)]
    [InlineData(403, null, "x", PermissionDenied)]
    [InlineData(429, null, "x", RateLimited)]
    [InlineData(500, null, "x", ProviderUnavailable)]
    public void Perplexity(int status, string? code, string message, OneApiErrorKind expected)
    {
        Kinds.Expect(expected, "perplexity", status, Kinds.Error(code, message));
        Kinds.Expect(expected, "perplexity", status, Kinds.Error(null, message, code));
    }

    [Fact]
    public void Perplexity_HtmlPage() => Kinds.Expect(OneApiErrorKind.Authentication, "perplexity", 401, "<html><head><title>401 Authorization Required</title></head></html>");

    [Theory]
    [InlineData(401, """{"detail":"Invalid API Key"}""", OneApiErrorKind.Authentication)]
    [InlineData(400, """{"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"}""", ModelNotFound)]
    [InlineData(400, """{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","param":null,"code":"3051"}""", ContextLengthExceeded)]
    [InlineData(400, """{"object":"error","message":"Unexpected role 'user' after role 'tool'","type":"invalid_request_message_order","param":null,"code":"3230"}""", InvalidRequest)]
    [InlineData(402, """{"message":"pay"}""", QuotaExhausted)]
    [InlineData(403, """{"message":"Model not allowed"}""", PermissionDenied)]
    [InlineData(403, """{"message":"Blocked by a guardrail"}""", ContentFiltered)]
    [InlineData(404, """{"message":"no Route matched with those values"}""", ModelNotFound)]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":1}]}""", InvalidRequest)]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":{}}]},"type":"invalid_request_error","param":null,"code":null}""", InvalidRequest)]
    [InlineData(422, """{"object":"error","message":"Too many tokens for the model","type":"x","param":null,"code":null}""", ContextLengthExceeded)]
    [InlineData(429, """{"message":"Requests rate limit exceeded"}""", RateLimited)]
    [InlineData(429, """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","param":null,"code":"3505"}""", RateLimited)]
    [InlineData(429, """{"message":"You have reached your monthly request limit"}""", QuotaExhausted)]
    [InlineData(429, """{"message":"Your quota is used up"}""", QuotaExhausted)]
    [InlineData(500, "{}", ProviderUnavailable)]
    [InlineData(502, "{}", ProviderUnavailable)]
    [InlineData(503, "{}", ProviderUnavailable)]
    [InlineData(504, "{}", OneApiErrorKind.Timeout)]
    [InlineData(520, "{}", ProviderUnavailable)]
    public void Mistral(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "mistral", status, body);

    [Theory]
    [InlineData(400, """{"id":"1","message":"too many tokens: size limit exceeded by 100 tokens.","error_type":"TOO_MANY_TOKENS"}""", ContextLengthExceeded)]
    [InlineData(400, """{"message":"x","error_type":"TOO_MANY_TOKENS"}""", ContextLengthExceeded)]
    [InlineData(400, """{"message":"invalid request"}""", InvalidRequest)]
    [InlineData(401, """{"message":"invalid api token"}""", OneApiErrorKind.Authentication)]
    [InlineData(402, """{"message":"billing"}""", QuotaExhausted)]
    [InlineData(403, """{"message":"no"}""", PermissionDenied)]
    [InlineData(404, """{"id":"1","message":"model 'x' not found, make sure the correct model ID was used"}""", ModelNotFound)]
    [InlineData(405, """{"message":"x"}""", InvalidRequest)]
    [InlineData(413, """{"message":"x"}""", InvalidRequest)]
    [InlineData(422, """{"message":"x"}""", InvalidRequest)]
    [InlineData(429, """{"message":"You are using a Trial key, which is limited to 40 API calls / minute."}""", RateLimited)]
    [InlineData(429, """{"message":"You are using a Trial key, which is limited to 1000 API calls / month."}""", QuotaExhausted)]
    [InlineData(498, """{"message":"invalid or expired token"}""", OneApiErrorKind.Authentication)]
    [InlineData(499, """{"message":"cancelled"}""", Unknown)]
    [InlineData(500, """{"message":"x"}""", ProviderUnavailable)]
    [InlineData(501, """{"message":"not implemented"}""", InvalidRequest)]
    [InlineData(503, """{"message":"x"}""", ProviderUnavailable)]
    [InlineData(504, """{"message":"x"}""", OneApiErrorKind.Timeout)]
    public void Cohere(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "cohere", status, body);

    [Theory]
    [InlineData(400, """{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{}}}}""", ContentFiltered)]
    [InlineData(400, """{"error":{"message":"x","code":"content_policy_violation","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", ContentFiltered)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}""", ContextLengthExceeded)]
    [InlineData(400, """{"error":{"code":"OperationNotSupported","message":"The chatCompletion operation does not work with the specified model, x."}}""", ModelNotFound)]
    [InlineData(400, """{"error":{"code":"invalid_request_error","message":"x"}}""", InvalidRequest)]
    [InlineData(400, """{"error":{"code":"unsupported_value","message":"x"}}""", InvalidRequest)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"x"}}""", InvalidRequest)]
    [InlineData(400, """{"error":{"code":null,"message":"x"}}""", InvalidRequest)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"Unsupported api-version"}}""", ModelNotFound)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"API version not supported"}}""", ModelNotFound)]
    [InlineData(401, """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}""", OneApiErrorKind.Authentication)]
    [InlineData(401, """{"error":{"code":"PermissionDenied","message":"The principal lacks the required data action"}}""", PermissionDenied)]
    [InlineData(403, """{"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled"}}""", PermissionDenied)]
    [InlineData(403, """{"error":{"code":"403","message":"Public access is disabled."}}""", PermissionDenied)]
    [InlineData(403, """{"error":{"code":"AccessDenied","message":"Access denied due to Virtual Network/Firewall rules."}}""", PermissionDenied)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", ModelNotFound)]
    [InlineData(404, """{"error":{"code":"404","message":"Resource not found"}}""", ModelNotFound)]
    [InlineData(404, """{"error":{"code":"unknown_model","message":"Unknown model: x"}}""", ModelNotFound)]
    [InlineData(408, """{"error":{"code":"Timeout","message":"x"}}""", OneApiErrorKind.Timeout)]
    [InlineData(424, """{"error":{"message":"x"}}""", ProviderUnavailable)]
    [InlineData(429, """{"error":{"code":"RateLimitReached","message":"Your requests to x have exceeded the token rate limit of your pricing tier."}}""", RateLimited)]
    [InlineData(429, """{"error":{"code":"429","message":"Rate limit is exceeded. Please retry after 26 seconds."}}""", RateLimited)]
    [InlineData(429, """{"error":{"code":"too_many_requests","message":"Too Many Requests"}}""", RateLimited)]
    [InlineData(429, """{"statusCode":429,"message":"Rate limit is exceeded. Try again in 10 seconds."}""", RateLimited)]
    [InlineData(429, """{"error":{"code":"insufficient_quota","message":"x"}}""", QuotaExhausted)]
    [InlineData(429, """{"error":{"code":"429","message":"Quota exceeded for the month."}}""", QuotaExhausted)]
    [InlineData(429, """{"error":{"code":"NoCapacity","message":"x"}}""", ProviderUnavailable)]
    [InlineData(429, """{"error":{"code":"429","message":"The system is currently experiencing high demand and cannot process your request."}}""", ProviderUnavailable)]
    [InlineData(500, """{"error":{"code":"InternalServerError","message":"x"}}""", ProviderUnavailable)]
    [InlineData(500, """{"error":{"code":"server_error","message":"x"}}""", ProviderUnavailable)]
    [InlineData(503, """{"error":{"code":"ServiceUnavailable","message":"The service is temporarily unable to process your request."}}""", ProviderUnavailable)]
    [InlineData(504, """{"error":{"code":"Timeout","message":"x"}}""", OneApiErrorKind.Timeout)]
    [InlineData(504, "<html><title>Gateway Timeout</title></html>", OneApiErrorKind.Timeout)]
    public void Azure(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "azure", status, body);
}
