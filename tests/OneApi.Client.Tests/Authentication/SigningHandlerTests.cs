using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using OneApi.Client.Transport;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class SigningHandlerTests
{
    private static readonly Credential Pair = new("id") { SecretKey = "PLANTED-secret", SessionToken = "PLANTED-token", AppId = "app", Region = "region" };

    public static IEnumerable<TheoryDataRow<string>> Hunyuan => AuthVectors.ArePresent
        ? Tc3SignerTests.Vectors.Where(static row => AuthVectors.Get(row.Data) is var vector
            && vector.Pairs("headers_to_sign").Contains(new("Content-Type", Tc3Signer.ContentType))
            && vector.Pairs("headers_to_sign").Any(static pair => pair.Key == "X-TC-Action"))
        : Tc3SignerTests.Vectors;

    [Theory]
    [MemberData(nameof(Hunyuan))]
    public async Task Tc3_SendsTheHeadersOfTheVector(string id)
    {
        var vector = AuthVectors.Get(id);
        var credential = new Credential(vector.Text("secret_id")) { SecretKey = vector.Text("secret_key"), Region = vector.Text("region"), SessionToken = vector.Text("token") };
        using var handler = new Tc3Handler(vector.Text("service")!, new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(vector.Number("timestamp"))));

        var sent = await SentRequest.HeadersAsync(handler, credential, $"https://{vector.Text("host")}/", vector.Text("body")!, headers: [("X-TC-Action", vector.Text("action")!), ("X-TC-Version", vector.Text("version")!)]);

        Assert.Equal(vector.ExpectedHeaders().Where(static pair => pair.Key != "Host"), sent.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Where(static pair => pair.Key != "Content-Length"));
    }

    [Theory]
    [InlineData("volc-ark-getapikey")]
    [InlineData("volc-ark-getapikey-temp-credentials")]
    public async Task Volcengine_SendsTheHeadersOfTheVector(string id)
    {
        Assert.SkipUnless(AuthVectors.ArePresent, AuthVectors.Missing);
        var vector = AuthVectors.Get(id);
        var token = vector.Pairs("headers_to_sign").SingleOrDefault(static pair => pair.Key == "X-Security-Token").Value;
        var credential = new Credential(vector.Text("access_key_id")) { SecretKey = vector.Text("secret_access_key"), SessionToken = token };
        using var handler = new VolcengineHandler("ark", SentRequest.At("2025-01-01T00:00:00Z"));

        var sent = await SentRequest.HeadersAsync(handler, credential, "https://open.volcengineapi.com/?Version=2024-01-01&Action=GetApiKey", vector.Text("body")!);

        Assert.Equal(vector.ExpectedHeaders().Where(static pair => pair.Key != "Host"), sent.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Where(static pair => pair.Key != "Content-Length"));
    }

    [Fact]
    public async Task Bce_SendsTheSignatureOfTheVector()
    {
        Assert.SkipUnless(AuthVectors.ArePresent, AuthVectors.Missing);
        var vector = AuthVectors.Get("bce-wenxin-v1-chat");
        using var handler = new BceHandler(SentRequest.At("2025-01-01T00:00:00Z"));

        var sent = await SentRequest.HeadersAsync(handler, new(vector.Text("access_key_id")) { SecretKey = vector.Text("secret_access_key") }, "https://aip.baidubce.com" + vector.Text("path"));

        vector.Expect("authorization", sent["Authorization"]);
        Assert.Equal("2025-01-01T00:00:00Z", sent["x-bce-date"]);
        Assert.Equal("application/json", sent["Content-Type"]);
    }

    [Fact]
    public async Task Bce_SignsAndListsEveryHeaderOfItsOwn()
    {
        using var handler = new BceHandler(SentRequest.At("2025-01-01T08:00:00.9+08:00"));

        var sent = await SentRequest.HeadersAsync(handler, Pair, "https://h:8443/v2/a%20b?x=%2B&y", headers: [("X-Bce-Other", "1"), ("X-Else", "2")]);

        var expected = BceSigner.Sign(
            new()
            {
                Path = "/v2/a b",
                Query = [new("x", "+"), new("y", "")],
                Headers = [new("host", "h:8443"), new("x-bce-date", "2025-01-01T00:00:00Z"), new("x-bce-other", "1"), new("x-bce-security-token", "PLANTED-token")],
            },
            "id",
            "PLANTED-secret",
            DateTimeOffset.Parse("2025-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture),
            BceSigner.DefaultExpiry);
        Assert.Equal(expected.Authorization, sent["Authorization"]);
        Assert.Contains("/host;x-bce-date;x-bce-other;x-bce-security-token/", sent["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachRequest_IsSignedAtItsOwnTime()
    {
        var time = new FakeTimeProvider();
        foreach (var handler in Handlers(time))
        {
            var first = await SentRequest.HeadersAsync(handler, Pair, "https://h/");
            time.Advance(TimeSpan.FromSeconds(1));
            var second = await SentRequest.HeadersAsync(handler, Pair, "https://h/");

            Assert.NotEqual(first["Authorization"], second["Authorization"]);
            Assert.DoesNotContain("PLANTED-secret", string.Join(' ', first.Values), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WithoutBothKeys_NothingIsSigned()
    {
        foreach (var handler in Handlers(TimeProvider.System))
        {
            foreach (var credential in (Credential[])[Credential.None, new("id"), new(null) { SecretKey = "s" }, new("") { SecretKey = "s" }])
            {
                Assert.DoesNotContain("Authorization", (await SentRequest.HeadersAsync(handler, credential, "https://h/")).Keys);
            }
        }
    }

    [Fact]
    public async Task AnAuthorizationThatStands_StaysAsItIs()
    {
        foreach (var handler in (DelegatingHandler[])[.. Handlers(TimeProvider.System), new ZhipuJwtHandler(new CredentialIssuer(new MemoryCredentialCache(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<CredentialIssuer>.Instance), TimeProvider.System)])
        {
            var sent = await SentRequest.HeadersAsync(handler, Pair, "https://h/", headers: ("Authorization", "own"));

            Assert.Equal("own", sent["Authorization"]);
            Assert.Equal("application/json", sent["Content-Type"]);
        }
    }

    [Fact]
    public async Task Signing_DoesNotPassForAConnection()
    {
        var time = new FakeTimeProvider();
        using var clock = new AttemptClock(time, new AttemptLimits { Connect = TimeSpan.FromSeconds(1) }, streaming: false, CancellationToken.None);
        using var request = new ProviderRequest(new("https://h/"), new CredentialUse(Pair)) { Content = new JsonBody("{}"u8.ToArray(), clock) };

        var body = await RequestBody.ReadAsync(request, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("{}"u8.ToArray(), body.ToArray());
        Assert.NotNull(clock.Expired);
    }

    [Fact]
    public async Task Body_OfAnyContent_CanBeSigned()
    {
        using var request = new HttpRequestMessage { Content = new StringContent("text") };
        Assert.Equal("text"u8.ToArray(), (await RequestBody.ReadAsync(request, TestContext.Current.CancellationToken)).ToArray());

        request.Content = null;
        Assert.True((await RequestBody.ReadAsync(request, TestContext.Current.CancellationToken)).IsEmpty);
    }

    [Fact]
    public void Credential_PrintsNoneOfItsSecrets()
    {
        Assert.Equal("***", Pair.ToString());
        Assert.Equal("***", new Credential(null) { SecretKey = "s" }.ToString());
        Assert.Equal("none", new Credential(null) { Region = "r", AppId = "a" }.ToString());
        Assert.Equal("POST", new SigningRequest { Headers = [new("X-Security-Token", "PLANTED")] }.ToString());
    }

    private static DelegatingHandler[] Handlers(TimeProvider time) => [new Tc3Handler("hunyuan", time), new BceHandler(time), new VolcengineHandler("ark", time)];
}
