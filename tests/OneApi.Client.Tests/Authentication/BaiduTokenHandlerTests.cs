using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Authentication;

/// <summary>protocols/wenxin.md §2.1.</summary>
public sealed class BaiduTokenHandlerTests : IDisposable
{
    private const string Chat = "https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions";
    private const string Issued = """{"refresh_token":"25.r","expires_in":2592000,"session_key":"k","access_token":"24.a+b/c=1","scope":"public","session_secret":"s"}""";

    private static readonly Credential Pair = new("PLANTED&id") { SecretKey = "PLANTED+secret", AuthBaseUrl = "https://auth.example.com/base" };

    private readonly FakeTimeProvider _time = new();
    private readonly CredentialIssuer _issuer;

    public BaiduTokenHandlerTests() => _issuer = new(new MemoryCredentialCache(), _time, NullLogger<CredentialIssuer>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Token_IsAskedForInTheAddress_WithAnEmptyBody()
    {
        var host = StubHost.Answering(HttpStatusCode.OK, Issued);

        await SentAsync(host, Chat);

        var (method, address, headers, body) = Assert.Single(host.Asked);
        Assert.Equal(HttpMethod.Post, method);
        Assert.Equal("https://auth.example.com/base/oauth/2.0/token?grant_type=client_credentials&client_id=PLANTED%26id&client_secret=PLANTED%2Bsecret", address.AbsoluteUri);
        Assert.Equal(("", "application/json"), (body, headers["Content-Type"]));
    }

    [Theory]
    [InlineData(Chat, Chat + "?access_token=24.a%2Bb%2Fc%3D1")]
    [InlineData(Chat + "?x=%2B", Chat + "?x=%2B&access_token=24.a%2Bb%2Fc%3D1")]
    public async Task Token_GoesIntoTheAddress_PercentEncoded(string address, string expected)
    {
        using var request = await SentAsync(StubHost.Answering(HttpStatusCode.OK, Issued), address);

        Assert.Equal(expected, request.RequestUri!.AbsoluteUri);
        Assert.DoesNotContain("Authorization", request.Headers.NonValidated.Select(static header => header.Key));
        Assert.True(request.Use.CanRefresh);
        Assert.Contains("24.a+b/c=1", request.Use.Secrets);
        Assert.Equal("POST", request.ToString());
    }

    /// <summary>Thirty days as the vendor says, two hours as the users' story does: what the answer says counts.</summary>
    [Theory]
    [InlineData("2592000", 2592000)]
    [InlineData("7200", 7200)]
    [InlineData("\"7200\"", 7200)]
    public async Task Token_LivesAsLongAsTheAnswerSays(string seconds, int expected)
    {
        var host = StubHost.Answering(HttpStatusCode.OK, $$"""{"access_token":"t","expires_in":{{seconds}}}""");

        await SentAsync(host, Chat);
        _time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromMinutes(5.1));
        await SentAsync(host, Chat);
        Assert.Single(host.Asked);

        _time.Advance(TimeSpan.FromMinutes(5.1));
        await SentAsync(host, Chat);
        Assert.Equal(2, host.Asked.Count);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"unknown client id"}""", OneApiErrorKind.Authentication, "invalid_client", "unknown client id")]
    [InlineData(400, """{"error":"invalid_client","error_description":"Client authentication failed"}""", OneApiErrorKind.Authentication, "invalid_client", "Client authentication failed")]
    [InlineData(200, """{"error":"invalid_client","error_description":"the secret PLANTED+secret of PLANTED&id"}""", OneApiErrorKind.Authentication, "invalid_client", "the secret *** of ***")]
    [InlineData(400, """{"error":"unsupported_grant_type","error_description":"x"}""", OneApiErrorKind.Unknown, "unsupported_grant_type", "x")]
    [InlineData(503, "<html></html>", OneApiErrorKind.ProviderUnavailable, null, null)]
    [InlineData(429, "", OneApiErrorKind.RateLimited, null, null)]
    [InlineData(401, "{}", OneApiErrorKind.Authentication, null, null)]
    [InlineData(302, "", OneApiErrorKind.ProtocolViolation, null, null)]
    [InlineData(200, """{"access_token":"t"}""", OneApiErrorKind.ProtocolViolation, null, null)]
    [InlineData(200, """{"expires_in":1}""", OneApiErrorKind.ProtocolViolation, null, null)]
    [InlineData(200, """{"access_token":"","expires_in":1}""", OneApiErrorKind.ProtocolViolation, null, null)]
    [InlineData(200, "[1]", OneApiErrorKind.ProtocolViolation, null, null)]
    public async Task AFailure_HasItsKind_AndNoSecret(int status, string body, OneApiErrorKind kind, string? code, string? message)
    {
        var error = await Assert.ThrowsAsync<OneApiException>(() => SentAsync(StubHost.Answering((HttpStatusCode)status, body), Chat));

        Assert.Equal((kind, code, status), (error.Kind, error.ProviderCode, (int)error.StatusCode!));
        Assert.Equal(message ?? "The answer holds no token with its lifetime.", error.ProviderMessage);
        Assert.DoesNotContain("PLANTED", error + error.ProviderMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHostThatIsDown_IsUnavailable(bool midBody)
    {
        var host = new StubHost((_, _) => midBody
            ? Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) })
            : throw new HttpRequestException("Connection refused (auth.example.com:443)"));

        var error = await Assert.ThrowsAsync<OneApiException>(() => SentAsync(host, Chat));

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, error.Kind);
        Assert.DoesNotContain("PLANTED", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostThatIsSilent_IsATimeout()
    {
        var asked = new TaskCompletionSource();
        var host = new StubHost(async (_, stop) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            throw new InvalidOperationException();
        });

        var sending = SentAsync(host, Chat);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(OneApiErrorKind.Timeout, (await Assert.ThrowsAsync<OneApiException>(() => sending)).Kind);
    }

    [Fact]
    public async Task WithoutBothKeys_OrWithAnAuthorizationOfItsOwn_NothingIsAsked()
    {
        var host = StubHost.Answering(HttpStatusCode.OK, Issued);

        using var withoutSecret = await SentAsync(host, Chat, new("id"));
        using var ownHeader = await SentAsync(host, Chat, Pair, ("Authorization", "own"));

        Assert.Empty(host.Asked);
        Assert.Equal(Chat, withoutSecret.RequestUri!.AbsoluteUri);
        Assert.Equal(Chat, ownHeader.RequestUri!.AbsoluteUri);
    }

    private async Task<ProviderRequest> SentAsync(StubHost host, string address, Credential? credential = null, params (string Name, string Value)[] headers)
    {
        using var http = new ProviderHttp(host, NoServices.Instance);
        using var handler = new BaiduTokenHandler(_issuer, http, _time) { InnerHandler = new Ok() };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var request = new ProviderRequest(new(address), new(credential ?? Pair));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await invoker.SendAsync(request, Stop);
        return request;
    }

    private sealed class Ok : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage());
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection was reset.");
    }
}
