using System.Globalization;
using System.Text;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §9.1: every row, under 200 (whole, in an event) and under a status of the gateway.</summary>
public sealed class WenxinErrorTests
{
    public static TheoryData<int, string, OneApiErrorKind> Table => new()
    {
        { 1, "Unknown error", ProviderUnavailable },
        { 2, "Service temporarily unavailable", ProviderUnavailable },
        { 3, "Unsupported openapi method", ModelNotFound },
        { 4, "Open api request limit reached", RateLimited },
        { 6, "No permission to access data", PermissionDenied },
        { 13, "Get service token failed", OneApiErrorKind.Authentication },
        { 14, "IAM Certification failed", OneApiErrorKind.Authentication },
        { 15, "app not exsits or create failed", ProviderUnavailable },
        { 17, "Open api daily request limit reached", QuotaExhausted },
        { 18, "Open api qps request limit reached", RateLimited },
        { 19, "Open api total request limit reached", QuotaExhausted },
        { 100, "Invalid parameter", OneApiErrorKind.Authentication },
        { 110, "Access token invalid or no longer valid", OneApiErrorKind.Authentication },
        { 111, "Access token expired", OneApiErrorKind.Authentication },
        { 336000, "Internal error", ProviderUnavailable },
        { 336001, "Invalid Argument", InvalidRequest },
        { 336002, "Invalid JSON", InvalidRequest },
        { 336003, "the length of messages must be an odd number", InvalidRequest },
        { 336004, "Permission error", PermissionDenied },
        { 336005, "API name not exist", ModelNotFound },
        { 336006, "the input is too long", ContextLengthExceeded },
        { 336007, "the max input characters is 20000", ContextLengthExceeded },
        { 336100, "the server is under high load, please try again later", ProviderUnavailable },
        { 336101, "Invalid HTTP method", InvalidRequest },
        { 336102, "Invalid query", InvalidRequest },
        { 336103, "Prompt tokens too long", ContextLengthExceeded },
        { 336104, "Invalid argument system", InvalidRequest },
        { 336105, "Invalid argument user_setting", InvalidRequest },
        { 336106, "x", InvalidRequest },
        { 336107, "x", InvalidRequest },
        { 336108, "x", InvalidRequest },
        { 336109, "x", InvalidRequest },
        { 336110, "x", InvalidRequest },
        { 336111, "x", InvalidRequest },
        { 336112, "x", InvalidRequest },
        { 336113, "x", InvalidRequest },
        { 336114, "x", InvalidRequest },
        { 336115, "x", InvalidRequest },
        { 336116, "x", InvalidRequest },
        { 336117, "x", InvalidRequest },
        { 336501, "Rate limit reached for RPM", RateLimited },
        { 336502, "Rate limit reached for TPM", RateLimited },
        { 500000, "Internal error", ProviderUnavailable },
        { 999999, "the max input characters is 2000", ContextLengthExceeded },
        { 999999, "your tokens too long", ContextLengthExceeded },
        { 999999, "something else", Unknown },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void TheTable(int code, string message, OneApiErrorKind expected)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"error_code":{{code}},"error_msg":"{{message}}","id":"as-1"}""");

        var whole = Assert.Throws<OneApiException>(() => Read(body));
        var streamed = Assert.Throws<OneApiException>(() => Stream(Events(body)));

        Assert.Equal((expected, code.ToString(CultureInfo.InvariantCulture), message, "as-1", 200), (whole.Kind, whole.ProviderCode, whole.ProviderMessage, whole.RequestId, (int)whole.StatusCode!));
        Assert.Equal((expected, "as-1"), (streamed.Kind, streamed.RequestId));
        if (code != 999999)
        {
            Assert.All((int[])[400, 401, 429, 500, 503], status => Assert.Equal(expected, Thrown(status, body).Kind));
        }
    }

    [Theory]
    [InlineData(401, """{"error_code":110}""", OneApiErrorKind.Authentication)]
    [InlineData(400, """{"error_code":"336103","error_msg":""}""", ContextLengthExceeded)]
    [InlineData(503, "<html><head><title>503 Service Temporarily Unavailable</title></head></html>", ProviderUnavailable)]
    [InlineData(502, "", ProviderUnavailable)]
    [InlineData(429, """{"error_code":999999,"error_msg":"x"}""", RateLimited)]
    [InlineData(401, """{"error":"invalid_client","error_description":"unknown client id"}""", OneApiErrorKind.Authentication)]
    public void OtherShapesAndStatuses(int status, string body, OneApiErrorKind expected) => Assert.Equal(expected, Thrown(status, body).Kind);

    /// <summary>"backoff ≥ 1 s": a limit of queries per second.</summary>
    [Fact]
    public void ALimitPerSecond_IsOverAfterOne()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), Thrown(200, """{"error_code":18,"error_msg":"Open api qps request limit reached"}""").RetryAfter);
        Assert.Null(Thrown(200, """{"error_code":4,"error_msg":"Open api request limit reached"}""").RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(3), Thrown(200, """{"error_code":18,"error_msg":"try again in 3s"}""").RetryAfter);
    }

    [Fact]
    public void AToken_ThatTheProviderQuotes_IsTakenOut() =>
        Assert.Equal("no such path: /chat/x?access_token=***", Thrown(200, """{"error_code":3,"error_msg":"no such path: /chat/x?access_token=24.PLANTED"}""").ProviderMessage);

    private static OneApiException Thrown(int status, string body)
    {
        ProviderFault fault = Protocol.ReadError(status, Encoding.UTF8.GetBytes(body));
        return ProviderFaults.ToException(Endpoint, fault);
    }
}
