using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Authentication;

/// <summary>protocols/wenxin.md §2.4.</summary>
public sealed class BceBearerHandlerTests : IDisposable
{
    private const string Chat = "https://qianfan.baidubce.com/v2/chat/completions";
    private const string Issued = """{"userId":"u","token":"bce-v3/ALTAK-1/2","status":"enable","createTime":"2025-01-01T00:00:00.000Z","expireTime":"2025-01-01T12:00:00.000Z"}""";

    private readonly FakeTimeProvider _time = SentRequest.At("2025-01-01T00:00:00Z");
    private readonly CredentialIssuer _issuer;

    public BceBearerHandlerTests() => _issuer = new(new MemoryCredentialCache(), _time, NullLogger<CredentialIssuer>.Instance);

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Exchange_IsSignedLikeTheVector()
    {
        Assert.SkipUnless(AuthVectors.ArePresent, AuthVectors.Missing);
        var vector = AuthVectors.Get("bce-iam-bearer-token");
        var credential = new Credential(vector.Text("access_key_id")) { SecretKey = vector.Text("secret_access_key"), AuthBaseUrl = "https://iam.bj.baidubce.com" };
        var host = StubHost.Answering(HttpStatusCode.OK, Issued);

        var sent = await SentAsync(host, credential);

        var (method, address, headers, body) = Assert.Single(host.Asked);
        Assert.Equal((HttpMethod.Get, "https://iam.bj.baidubce.com/v1/BCE-BEARER/token?expireInSeconds=43200", (string?)null), (method, address.AbsoluteUri, body));
        vector.Expect("authorization", headers["Authorization"]);
        Assert.Equal("2025-01-01T00:00:00Z", headers["x-bce-date"]);
        Assert.Equal("Bearer bce-v3/ALTAK-1/2", sent["Authorization"]);
    }

    [Fact]
    public async Task Exchange_WithTemporaryKeys_SendsAndSignsTheirToken()
    {
        var host = StubHost.Answering(HttpStatusCode.OK, Issued);

        await SentAsync(host, new("id") { SecretKey = "s", SessionToken = "PLANTED", AuthBaseUrl = "https://h" });

        var headers = Assert.Single(host.Asked).Headers;
        Assert.Equal("PLANTED", headers["x-bce-security-token"]);
        Assert.Contains("/host;x-bce-date;x-bce-security-token/", headers["Authorization"], StringComparison.Ordinal);
    }

    /// <summary>Their clock may be off: the lifetime is what lies between their two instants.</summary>
    [Theory]
    [InlineData("2025-01-01T00:00:00.000Z", "2025-01-01T12:00:00.000Z", 12)]
    [InlineData("2025-01-01T05:00:00.000Z", "2025-01-01T06:00:00.000Z", 1)]
    [InlineData(null, "2025-01-01T02:00:00Z", 2)]
    public async Task Token_ServesUntilItsEnd(string? create, string expire, int hours)
    {
        var host = StubHost.Answering(HttpStatusCode.OK, $$"""{"token":"t","status":"enable",{{(create is null ? "" : $"\"createTime\":\"{create}\",")}}"expireTime":"{{expire}}"}""");

        await SentAsync(host);
        _time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(5.1));
        await SentAsync(host);
        Assert.Single(host.Asked);

        _time.Advance(TimeSpan.FromMinutes(5.1));
        await SentAsync(host);
        Assert.Equal(2, host.Asked.Count);
    }

    [Theory]
    [InlineData(403, """{"code":"SignatureDoesNotMatch","message":"no: PLANTED-secret","requestId":"r"}""", OneApiErrorKind.Authentication, "SignatureDoesNotMatch")]
    [InlineData(400, """{"code":"InvalidAccessKeyId","message":"x"}""", OneApiErrorKind.Authentication, "InvalidAccessKeyId")]
    [InlineData(401, "", OneApiErrorKind.Authentication, null)]
    [InlineData(200, """{"token":"t","status":"disable","expireTime":"2025-01-01T12:00:00Z"}""", OneApiErrorKind.Authentication, null)]
    [InlineData(200, """{"token":"t","status":"enable"}""", OneApiErrorKind.ProtocolViolation, null)]
    [InlineData(200, "oops", OneApiErrorKind.ProtocolViolation, null)]
    [InlineData(429, "{}", OneApiErrorKind.RateLimited, null)]
    [InlineData(500, "{}", OneApiErrorKind.ProviderUnavailable, null)]
    public async Task AFailure_HasItsKind_AndNoSecret(int status, string body, OneApiErrorKind kind, string? code)
    {
        var error = await Assert.ThrowsAsync<OneApiException>(() => SentAsync(StubHost.Answering((HttpStatusCode)status, body)));

        Assert.Equal((kind, code, status), (error.Kind, error.ProviderCode, (int)error.StatusCode!));
        Assert.DoesNotContain("PLANTED", error + error.ProviderMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostThatIsDown_IsUnavailable() =>
        Assert.Equal(OneApiErrorKind.ProviderUnavailable, (await Assert.ThrowsAsync<OneApiException>(() => SentAsync(new StubHost(static (_, _) => throw new HttpRequestException("down"))))).Kind);

    private async Task<IDictionary<string, string>> SentAsync(StubHost host, Credential? credential = null)
    {
        using var http = new ProviderHttp(host, NoServices.Instance);
        using var handler = new BceBearerHandler(_issuer, http, _time);
        return await SentRequest.HeadersAsync(handler, credential ?? new("PLANTED-id") { SecretKey = "PLANTED-secret", AuthBaseUrl = "https://iam.bj.baidubce.com" }, Chat);
    }
}
