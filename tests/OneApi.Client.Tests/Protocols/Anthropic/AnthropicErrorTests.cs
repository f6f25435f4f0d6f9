using System.Text;
using OneApi.Client.Protocols.Anthropic;
using Xunit;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §9, row by row.</summary>
public sealed class AnthropicErrorTests
{
    private const string Invalid = "invalid_request_error";

    public static TheoryData<int?, string, OneApiErrorKind> Rows => new()
    {
        { 400, Error(Invalid, "prompt is too long: 3333404 tokens > 200000 maximum"), ContextLengthExceeded },
        { 400, Error(Invalid, "input length and `max_tokens` exceed context limit: 195000 + 8192 > 200000, decrease input length or `max_tokens` and try again"), ContextLengthExceeded },
        { 400, Error(Invalid, "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."), QuotaExhausted },
        { 400, Error(Invalid, "You have reached your specified API usage limits. You will regain access on 2026-01-01 at 00:00 UTC."), QuotaExhausted },
        { 400, Error(Invalid, "Output blocked by content filtering policy"), ContentFiltered },
        { 400, Error(Invalid, "max_tokens: Field required"), InvalidRequest },
        { 400, Error(Invalid, "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium."), InvalidRequest },
        { 401, Error("authentication_error", "invalid x-api-key"), OneApiErrorKind.Authentication },
        { 402, Error("billing_error", "Payment required"), QuotaExhausted },
        { 403, Error("permission_error", "Your API key does not have permission to use the specified resource."), PermissionDenied },
        { 404, Error("not_found_error", "model: claude-nope"), ModelNotFound },
        { 404, Error("not_found_error", "Not found"), InvalidRequest },
        { 404, Error("not_found_error", "The file of this model: gone"), InvalidRequest },
        { 409, "", ProviderUnavailable },
        { 413, Error("request_too_large", "Request exceeds the maximum size"), InvalidRequest },
        { 413, Error("request_too_large", "Too many tokens in the request"), ContextLengthExceeded },
        { 413, "<html><head><title>413 Request Entity Too Large</title></head></html>", InvalidRequest },
        { 429, Error("rate_limit_error", "This request would exceed your organization's rate limit of 50,000 input tokens per minute."), RateLimited },
        { 429, Error("rate_limit_error", "Extra usage is required for long context requests."), QuotaExhausted },
        { 500, Error("api_error", "Internal server error"), ProviderUnavailable },
        { 504, Error("timeout_error", "Request timed out"), OneApiErrorKind.Timeout },
        { 529, Error("overloaded_error", "Overloaded"), ProviderUnavailable },

        // Inside a stream there is no status.
        { null, Error(Invalid, "prompt is too long: 2 tokens > 1 maximum"), ContextLengthExceeded },
        { null, Error(Invalid, "other"), InvalidRequest },
        { null, Error("authentication_error", "x"), OneApiErrorKind.Authentication },
        { null, Error("billing_error", "x"), QuotaExhausted },
        { null, Error("permission_error", "x"), PermissionDenied },
        { null, Error("not_found_error", "model: x"), ModelNotFound },
        { null, Error("request_too_large", "x"), InvalidRequest },
        { null, Error("rate_limit_error", "x"), RateLimited },
        { null, Error("api_error", "x"), ProviderUnavailable },
        { null, Error("timeout_error", "x"), OneApiErrorKind.Timeout },
        { null, Error("overloaded_error", "Overloaded"), ProviderUnavailable },

        // A gateway before the API.
        { 401, "", OneApiErrorKind.Authentication },
        { 403, "<html>Forbidden</html>", PermissionDenied },
        { 502, "<html><title>502 Bad Gateway</title></html>", ProviderUnavailable },
        { 503, """{"message":"no healthy upstream"}""", ProviderUnavailable },
        { 529, "", ProviderUnavailable },
        { 429, """[{"error":{"code":429,"message":"Resource exhausted.","status":"RESOURCE_EXHAUSTED"}}]""", RateLimited },
        { 400, "null", InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void ReadError_EachRow_HasItsKind(int? status, string body, OneApiErrorKind expected)
    {
        var fault = new AnthropicChatProtocol().ReadError(status, Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, Endpoint.Errors.Classify(fault));
    }

    [Fact]
    public void ReadError_KeepsTypeAndWords()
    {
        var fault = new AnthropicChatProtocol().ReadError(429, Encoding.UTF8.GetBytes(Error("rate_limit_error", "Slow down, try again in 2s (4096)")));

        Assert.Equal(429, fault.Status);
        Assert.Null(fault.Code);
        Assert.Equal("rate_limit_error", fault.Type);
        Assert.Equal("Slow down, try again in 2s (4096)", fault.Message);
        Assert.Equal(TimeSpan.FromSeconds(2), fault.RetryAfter);
    }

    [Fact]
    public void ReadError_Html_KeepsItsTitle() =>
        Assert.Equal("502 Bad Gateway", new AnthropicChatProtocol().ReadError(502, "<html><title>502 Bad Gateway</title></html>"u8).Message);

    private static string Error(string type, string message) => $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_011"}""";
}
