using System.Net;
using System.Text;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

/// <summary>protocols/spark.md §9.</summary>
public class SparkTokenExchangeTests
{
    private static readonly Credential Keys = new("the-key") { SecretKey = "the-secret", AppId = "app" };

    [Fact]
    public void Request_IsThePagesShape() =>
        Assert.Equal("""{"app_id":"app","api_key":"the-key","api_secret":"the-secret"}""", Encoding.UTF8.GetString(SparkTokenExchange.Write(Keys)));

    [Theory]
    [InlineData("""{"code":0,"message":"Success","data":{"token":"t","expires_in":3600}}""", 3600)]
    [InlineData("""{"code":0,"token":"t","expires_in":60}""", 60)]
    [InlineData("""{"code":"0","data":{"token":"t","expires_in":"7200"}}""", 7200)]
    [InlineData("""{"token":"t"}""", 300)]
    [InlineData("""{"code":0,"data":{"token":"t","expires_in":-1}}""", 300)]
    public void AToken_IsRead_WithItsLife(string body, int seconds) => Assert.Equal(("t", TimeSpan.FromSeconds(seconds)), Read(200, body));

    [Theory]
    [InlineData(200, """{"code":11200,"message":"no licence"}""", OneApiErrorKind.Authentication, "11200")]
    [InlineData(401, """{"code":401,"message":"wrong"}""", OneApiErrorKind.Authentication, "401")]
    [InlineData(401, "", OneApiErrorKind.Authentication, null)]
    [InlineData(403, "{}", OneApiErrorKind.PermissionDenied, null)]
    [InlineData(429, "{}", OneApiErrorKind.RateLimited, null)]
    [InlineData(503, "<html></html>", OneApiErrorKind.ProviderUnavailable, null)]
    [InlineData(200, """{"code":0,"data":{}}""", OneApiErrorKind.ProtocolViolation, null)]
    [InlineData(200, "<html></html>", OneApiErrorKind.ProtocolViolation, null)]
    public void WhatIsNoToken_IsAnError(int status, string body, OneApiErrorKind kind, string? code)
    {
        var failure = Assert.Throws<OneApiException>(() => Read(status, body));

        Assert.Equal((kind, code, "spark"), (failure.Kind, failure.ProviderCode, failure.Provider));
    }

    [Fact]
    public void AQuotedKey_IsMasked() =>
        Assert.Equal("*** and *** are wrong", Assert.Throws<OneApiException>(static () => Read(401, """{"message":"the-key and the-secret are wrong"}""")).ProviderMessage);

    private static (string, TimeSpan) Read(int status, string body) => SparkTokenExchange.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), Keys);
}
