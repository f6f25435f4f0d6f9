using System.Text;
using OneApi.Client.Protocols;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>protocols/spark.md §3 and §8, through this wire's own reader.</summary>
public class SparkErrorTests
{
    public static TheoryData<int, string, OneApiErrorKind> Codes => new()
    {
        { 10000, "x", ProviderUnavailable },
        { 10001, "x", ProviderUnavailable },
        { 10002, "x", ProviderUnavailable },
        { 10003, "x", InvalidRequest },
        { 10004, "x", InvalidRequest },
        { 10005, "x", InvalidRequest },
        { 10005, "param validate error: /header/app_id", OneApiErrorKind.Authentication },
        { 10006, "x", RateLimited },
        { 10007, "x", RateLimited },
        { 10008, "x", ProviderUnavailable },
        { 10009, "x", ProviderUnavailable },
        { 10010, "x", ProviderUnavailable },
        { 10011, "x", ProviderUnavailable },
        { 10012, "x", ProviderUnavailable },
        { 10013, "x", ContentFiltered },
        { 10014, "x", ContentFiltered },
        { 10015, "x", PermissionDenied },
        { 10016, "the function is not opened", PermissionDenied },
        { 10016, "no token left", QuotaExhausted },
        { 10017, "x", InvalidRequest },
        { 10019, "x", ContentFiltered },
        { 10021, "x", ContentFiltered },
        { 10022, "x", ContentFiltered },
        { 10110, "x", ProviderUnavailable },
        { 10163, "x", InvalidRequest },
        { 10222, "x", ProviderUnavailable },
        { 10223, "x", ProviderUnavailable },
        { 10404, "x", ModelNotFound },
        { 10907, "x", ContextLengthExceeded },
        { 11200, "AppIdNoAuthError", PermissionDenied },
        { 11200, "AppIdNoAuthError: the total volume is used up", QuotaExhausted },
        { 11201, "x", RateLimited },
        { 11202, "AppIdQpsOverFlowError", RateLimited },
        { 11203, "x", RateLimited },
        { 10999, "x", Unknown },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Frame(int code, string message, OneApiErrorKind kind)
    {
        var failure = Failure($$$"""{"header":{"code":{{{code}}},"message":"{{{message}}}","sid":"cht1","status":2}}""");

        Assert.Equal((kind, code.ToString(System.Globalization.CultureInfo.InvariantCulture), message), (failure.Kind, failure.ProviderCode, failure.ProviderMessage));
    }

    [Theory]
    [InlineData(401, """{"message":"Unauthorized"}""", OneApiErrorKind.Authentication)]
    [InlineData(401, """{"message":"HMAC signature cannot be verified"}""", OneApiErrorKind.Authentication)]
    [InlineData(401, """{"message":"HMAC signature does not match"}""", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"message":"HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"}""", OneApiErrorKind.Authentication)]
    [InlineData(403, """{"message":"Your IP address is not allowed"}""", PermissionDenied)]
    [InlineData(404, "", ModelNotFound)]
    [InlineData(404, """{"message":"no Route matched with those values"}""", ModelNotFound)]
    [InlineData(500, "", ProviderUnavailable)]
    [InlineData(502, "<html><title>502 Bad Gateway</title></html>", ProviderUnavailable)]
    [InlineData(503, """{"message":"busy"}""", ProviderUnavailable)]
    public void Handshake(int status, string body, OneApiErrorKind kind) => Assert.Equal(kind, Refused(status, body).Kind);

    [Fact]
    public void AClockThatIsWrong_IsSaid() => Assert.StartsWith(
        "Clock skew: this machine's clock is more than five minutes off. HMAC signature",
        Refused(403, """{"message":"HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"}""").ProviderMessage,
        StringComparison.Ordinal);

    /// <summary>The limit is a second's, so a second is what to wait.</summary>
    [Fact]
    public void TooManyASecond_AsksForASecond()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), Failure("""{"header":{"code":11202,"message":"AppIdQpsOverFlowError","status":2}}""").RetryAfter);
        Assert.Null(Failure("""{"header":{"code":11201,"message":"AppIdDailyFlowOverError","status":2}}""").RetryAfter);
    }

    private static OneApiException Refused(int status, string body) => ProviderFaults.ToException(Endpoint, Protocol.ReadError(status, Encoding.UTF8.GetBytes(body)));
}
