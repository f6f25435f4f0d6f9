using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.AspNetCore.Endpoints;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>What is refused, in the words of each dialect (design §6, reliability §4).</summary>
public sealed class RefusalTests
{
    private const string Hello = """{"model":"public","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}""";

    public static TheoryData<string> Paths => ["/v1/chat/completions", "/v1/messages"];

    /// <summary>The column "HTTP status at the endpoint" of design §6.</summary>
    public static TheoryData<OneApiErrorKind, int> Statuses => new()
    {
        { OneApiErrorKind.Authentication, 502 }, { OneApiErrorKind.PermissionDenied, 502 }, { OneApiErrorKind.QuotaExhausted, 503 }, { OneApiErrorKind.RateLimited, 429 },
        { OneApiErrorKind.ModelNotFound, 404 }, { OneApiErrorKind.InvalidRequest, 400 }, { OneApiErrorKind.ContextLengthExceeded, 400 }, { OneApiErrorKind.ContentFiltered, 400 },
        { OneApiErrorKind.ProviderUnavailable, 503 }, { OneApiErrorKind.Timeout, 504 }, { OneApiErrorKind.EmptyResponse, 502 }, { OneApiErrorKind.ProtocolViolation, 502 },
        { OneApiErrorKind.CallerUnauthorized, 401 }, { OneApiErrorKind.CallerForbidden, 403 }, { OneApiErrorKind.CallerQuotaExhausted, 402 }, { OneApiErrorKind.CallerRateLimited, 429 },
        { OneApiErrorKind.NoChannel, 503 }, { OneApiErrorKind.Unsupported, 501 }, { OneApiErrorKind.PriceUnknown, 400 }, { OneApiErrorKind.Unknown, 502 },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void EachKind_HasTheStatusOfTheTable(OneApiErrorKind kind, int status)
    {
        var error = EndpointErrors.Of(new OneApiException(kind) { ProviderMessage = "secret words of " + kind, ProviderCode = "code" });

        Assert.Equal(status, error.Status);
        Assert.Equal(EndpointErrors.Kinds.Order(), Statuses.Select(static row => row.Data.Item1).Order());
    }

    [Theory]
    [InlineData(OneApiErrorKind.Authentication)]
    [InlineData(OneApiErrorKind.PermissionDenied)]
    [InlineData(OneApiErrorKind.QuotaExhausted)]
    [InlineData(OneApiErrorKind.ProviderUnavailable)]
    [InlineData(OneApiErrorKind.Unknown)]
    public void ProvidersWords_AboutTheGatewaysOwnAccount_AreNotPassedOn(OneApiErrorKind kind) =>
        Assert.DoesNotContain("org-123", EndpointErrors.Of(new OneApiException(kind) { ProviderMessage = "Organization org-123 is disabled", ProviderCode = "org-123" }).ToString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task WrongKey_Is401(string path) => await RefusedAsync(path, Hello, HttpStatusCode.Unauthorized, "invalid_api_key", "authentication_error", key: "sk-wrong");

    /// <summary>Nobody's body is read before he has shown who he is.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public async Task WrongKey_WithAWrongBody_Is401(string path) => await RefusedAsync(path, "{", HttpStatusCode.Unauthorized, "invalid_api_key", "authentication_error", key: "sk-wrong");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task NoKey_Is401(string path) => await RefusedAsync(path, Hello, HttpStatusCode.Unauthorized, "invalid_api_key", "authentication_error", change: static request => request.Headers.Authorization = null);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task ExpiredToken_Is401(string path) => await RefusedAsync(
        path,
        Hello,
        HttpStatusCode.Unauthorized,
        "token_expired",
        "authentication_error",
        token: new() { Name = "t", ExpiresIn = TimeSpan.FromMilliseconds(1) });

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task OtherAddress_Is403_WithoutTheList(string path)
    {
        var text = await RefusedAsync(path, Hello, HttpStatusCode.Forbidden, "ip_not_allowed", "permission_error", token: new() { Name = "t", IpAllowList = ["192.168.10.0/24"] });

        Assert.DoesNotContain("192.168", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task ExhaustedQuota_Is402_AndIsNotToBeRepeated(string path) => await RefusedAsync(path, Hello, HttpStatusCode.PaymentRequired, "quota_", "billing_error", token: new() { Name = "t", QuotaMicros = 0 }, retry: "false");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task UnknownModel_Is404(string path) => await RefusedAsync(path, Hello.Replace("public", "nobody"), HttpStatusCode.NotFound, "model_not_found", "not_found_error");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task MalformedJson_Is400_AndNamesThePlace(string path) =>
        Assert.Contains("line 1, byte", await RefusedAsync(path, """{"model": """, HttpStatusCode.BadRequest, "invalid_json", "invalid_request_error"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task BodyOfElevenMebibytes_Is413(string path) =>
        await RefusedAsync(path, Hello.Replace("hi", new string('x', 11 * 1024 * 1024)), HttpStatusCode.RequestEntityTooLarge, "request_too_large", "request_too_large");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task ChunkedBodyOfElevenMebibytes_Is413(string path) =>
        await RefusedAsync(path, Hello.Replace("hi", new string('x', 11 * 1024 * 1024)), HttpStatusCode.RequestEntityTooLarge, "request_too_large", "request_too_large", change: static request => request.Headers.TransferEncodingChunked = true);

    [Theory]
    [InlineData("/v1/chat/completions", 32, true)]
    [InlineData("/v1/chat/completions", 33, false)]
    [InlineData("/v1/messages", 33, false)]
    public async Task Depth_Of33_Is400(string path, int depth, bool isTaken)
    {
        var deep = new string('[', depth - 1) + new string(']', depth - 1); // within the object
        var body = Hello.Replace("{\"model\"", "{\"metadata_\":" + deep + ",\"model\"");
        if (!isTaken)
        {
            await RefusedAsync(path, body, HttpStatusCode.BadRequest, "json_too_deep", "invalid_request_error");
            return;
        }

        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, null);
        using var answer = await host.SendAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task TooManyMessages_Is400(string path)
    {
        var messages = string.Join(',', Enumerable.Range(0, 2049).Select(static i => i % 2 == 0 ? """{"role":"user","content":"a"}""" : """{"role":"assistant","content":"a"}"""));

        Assert.Contains("2048", await RefusedAsync(path, $$"""{"model":"public","max_tokens":1,"messages":[{{messages}}]}""", HttpStatusCode.BadRequest, "too_many_messages", "invalid_request_error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRoute_Is404_AndAnotherMethod_Is405()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, null);

        var (unknown, body) = await host.AskAsync("/v1/nothing", "{}");
        Assert.Equal((HttpStatusCode.NotFound, "unknown_url"), (unknown.StatusCode, body.GetProperty("error").GetProperty("code").GetString()));
        var (method, other) = await host.AskAsync("/v1/chat/completions", null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), (method.StatusCode, other.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task PackedBody_Is415()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, null);

        var (answer, _) = await host.AskAsync("/v1/chat/completions", Hello, change: static request => request.Content!.Headers.ContentEncoding.Add("gzip"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    private static async Task<string> RefusedAsync(string path, string body, HttpStatusCode status, string code, string anthropicType, string? key = null, Action<HttpRequestMessage>? change = null, AccessTokenRequest? token = null, string? retry = null)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, token);
        if (token?.ExpiresIn is not null)
        {
            var until = DateTimeOffset.UtcNow.AddSeconds(5);
            while (DateTimeOffset.UtcNow < until && (await host.Tokens.ListAsync(TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken)).IsActiveAt(DateTimeOffset.UtcNow))
            {
                await Task.Yield();
            }
        }

        using var answer = await host.SendAsync(path, body, key, change);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var error = JsonElement.Parse(Encoding.UTF8.GetBytes(text)).GetProperty("error");

        Assert.True(answer.StatusCode == status, text);
        Assert.Empty(fake.Requests);
        Assert.NotEmpty(answer.Headers.GetValues("x-request-id"));
        if (path.EndsWith("messages", StringComparison.Ordinal))
        {
            Assert.Equal(anthropicType, error.GetProperty("type").GetString());
        }
        else
        {
            Assert.StartsWith(code, error.GetProperty("code").GetString(), StringComparison.Ordinal);
        }

        if (retry is not null)
        {
            Assert.Equal(retry, answer.Headers.GetValues("x-should-retry").Single());
        }

        return text;
    }

    private static Task<EndpointHost> StartAsync(FakeOpenAI fake, AccessTokenRequest? token) => EndpointHost.StartAsync(
        options =>
        {
            options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["public"] });
            options.Prices["public"] = new() { Input = "1", Output = "1" };
        },
        token: token);
}
