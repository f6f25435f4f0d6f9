using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing.Volcengine;

namespace OneApi.Client.Testing.Tests;

public sealed class DoubaoWireTests
{
    private const string Endpoint = "ep-20250101000000-abcde";
    private const string Ask = """{"DurationSeconds":604800,"ResourceType":"endpoint","ResourceIds":["ep-20250101000000-abcde"]}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The vectors <c>volc-ark-getapikey</c> and <c>volc-ark-getapikey-temp-credentials</c>: computed with another tool than ours.</summary>
    [Theory]
    [InlineData("content-type;host;x-content-sha256;x-date", "8c05820a6bbe5f8ed2b17da9c75c62ce8f415ac5686307a999c87f52971a3830", false, null)]
    [InlineData("content-type;host;x-content-sha256;x-date;x-security-token", "10bf5cca7e3f13d28ab59706f93ae6e0d9f507baefa37e22a4b84c831ede95a7", true, null)]
    [InlineData("content-type;host;x-content-sha256;x-date", "8c05820a6bbe5f8ed2b17da9c75c62ce8f415ac5686307a999c87f52971a3830", true, "SignatureDoesNotMatch")]
    [InlineData("content-type;host;x-content-sha256;x-date", "9c05820a6bbe5f8ed2b17da9c75c62ce8f415ac5686307a999c87f52971a3830", false, "SignatureDoesNotMatch")]
    public void Signature_OfAVector_IsVerified(string signedHeaders, string signature, bool withToken, string? expected)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "open.volcengineapi.com",
            ["Content-Type"] = "application/json",
            ["X-Date"] = "20250101T000000Z",
            ["X-Content-Sha256"] = "8d95e0b34424c31e99b3bde18dfaf2f2d5aa0f6e918abf36bf86c5a0d9ebfe1e",
            ["Authorization"] = $"HMAC-SHA256 Credential=AKLTFAKEFAKEFAKEFAKE0001/20250101/cn-beijing/ark/request, SignedHeaders={signedHeaders}, Signature={signature}",
        };

        if (withToken)
        {
            headers["X-Security-Token"] = "fake-session-token";
        }

        var request = new FakeRequest("POST", "/", new Dictionary<string, string> { ["Version"] = "2024-01-01", ["Action"] = "GetApiKey" }, headers, Encoding.UTF8.GetBytes(Ask));

        Assert.Equal(expected, VolcengineSignatureCheck.Find(request, "ark", "AKLTFAKEFAKEFAKEFAKE0001", "RkFLRS1TRUNSRVQtRk9SLVRFU1RTLU9OTFk=", new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Exchange_GivesAKey_ForItsResource_UntilItsEnd()
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Exchange(fake, Ask));

        Assert.Equal(200, answer.Status);
        Assert.Equal("GetApiKey", answer.Json.GetProperty("ResponseMetadata").GetProperty("Action").GetString());
        var result = answer.Json.GetProperty("Result");
        Assert.Equal(_time.GetUtcNow().AddDays(7).ToUnixTimeSeconds(), result.GetProperty("ExpiredTime").GetInt64());
        var key = result.GetProperty("ApiKey").GetString()!;
        Assert.Equal(200, (await Http.SendAsync(Chat(fake, key, Endpoint))).Status);
        Assert.Equal(401, (await Http.SendAsync(Chat(fake, key, "ep-other"))).Status);
        Assert.Equal(401, (await Http.SendAsync(Chat(fake, key, "doubao-seed-1-6-251015"))).Status);
        _time.Advance(TimeSpan.FromDays(7));
        var late = await Http.SendAsync(Chat(fake, key, Endpoint));
        Assert.Equal((401, "AuthenticationError"), (late.Status, late.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(1, fake.KeyExchanges);
    }

    [Fact]
    public async Task ExpireKeys_EndsThemAll()
    {
        await using var fake = Start();
        var key = (await Http.SendAsync(Exchange(fake, Ask))).Json.GetProperty("Result").GetProperty("ApiKey").GetString()!;

        fake.ExpireKeys();

        Assert.Equal(401, (await Http.SendAsync(Chat(fake, key, Endpoint))).Status);
        Assert.Equal(200, (await Http.SendAsync(Chat(fake, fake.ApiKey, Endpoint))).Status);
    }

    [Theory]
    [InlineData("another secret", "SignatureDoesNotMatch")]
    [InlineData("another id", "InvalidAccessKey")]
    [InlineData("another body", "SignatureDoesNotMatch")]
    [InlineData("another query", "SignatureDoesNotMatch")]
    [InlineData("an old date", "SignatureDoesNotMatch")]
    [InlineData("bearer", "InvalidCredential")]
    [InlineData("nothing", "InvalidCredential")]
    public async Task AWrongSignature_GetsNoKey(string what, string code)
    {
        await using var fake = Start();
        using var request = what switch
        {
            "another secret" => Exchange(fake, Ask, secret: "other"),
            "another id" => Exchange(fake, Ask, id: "other"),
            "an old date" => Exchange(fake, Ask, at: _time.GetUtcNow().AddMinutes(-16)),
            _ => Exchange(fake, Ask),
        };

        switch (what)
        {
            case "another body":
                request.Content = new StringContent(Ask + " ", Encoding.UTF8);
                request.Content.Headers.ContentType = new("application/json");
                break;
            case "another query":
                request.RequestUri = new(request.RequestUri + "&More=1");
                break;
            case "bearer":
                request.Headers.Authorization = new("Bearer", fake.ApiKey);
                break;
            case "nothing":
                request.Headers.Authorization = null;
                break;
        }

        var answer = await Http.SendAsync(request);

        Assert.Equal((401, code), (answer.Status, ErrorOf(answer)));
        Assert.Equal(0, fake.KeyExchanges);
        Assert.False(fake.Requests[0].AuthenticationPassed);
    }

    [Theory]
    [InlineData("""{"DurationSeconds":0,"ResourceType":"endpoint","ResourceIds":["ep-1"]}""", "InvalidParameter")]
    [InlineData("""{"DurationSeconds":3600,"ResourceType":"endpoint","ResourceIds":[]}""", "InvalidParameter")]
    [InlineData("""{"DurationSeconds":3600,"ResourceType":"endpoint","ResourceIds":["bot-1"]}""", "InvalidParameter")]
    [InlineData("""{"DurationSeconds":3600,"ResourceType":"model","ResourceIds":["doubao"]}""", "InvalidParameter")]
    [InlineData("""{"DurationSeconds":3600,"ResourceType":"presetendpoint","ResourceIds":["ep-m-1"]}""", "MissingParameter")]
    public async Task ABrokenExchange_IsRefused(string body, string code)
    {
        await using var fake = Start();

        Assert.Equal(code, ErrorOf(await Http.SendAsync(Exchange(fake, body))));
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData(200, 200)]
    public async Task RefuseKeys_AnswersWithTheError_UnderItsStatusOrAnother(int? status, int expected)
    {
        await using var fake = Start();
        fake.RefuseKeys("AccessDenied", status);

        var answer = await Http.SendAsync(Exchange(fake, Ask));

        Assert.Equal((expected, "AccessDenied"), (answer.Status, ErrorOf(answer)));
        Assert.Throws<ArgumentException>(() => fake.RefuseKeys("Odd"));
    }

    [Fact]
    public async Task Streamed_HasChoicesFirst_TheRoleInEveryDelta_AndAFinishReasonInTheLastOnly()
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Chat(fake, fake.ApiKey, Endpoint, ""","stream":true,"stream_options":{"include_usage":true}"""));

        Assert.EndsWith("data: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        Assert.All(answer.Events[..^1], static data => Assert.StartsWith("{\"choices\":[", data, StringComparison.Ordinal));
        var chunks = answer.Events[..^1].ConvertAll(data => JsonElement.Parse(data));
        Assert.All(chunks[..^2], static chunk => Assert.False(chunk.GetProperty("choices")[0].TryGetProperty("finish_reason", out _)));
        Assert.All(chunks[..^1], static chunk => Assert.Equal("assistant", chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString()));
        Assert.All(chunks[..^1], static chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal((0, 6), (chunks[^1].GetProperty("choices").GetArrayLength(), chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32()));
    }

    [Theory]
    [InlineData("/chat/completions", "bot-1", 404)]
    [InlineData("/bots/chat/completions", "ep-1", 404)]
    [InlineData("/bots/chat/completions", "bot-1", 200)]
    public async Task Bots_AndModels_HaveTheirOwnPaths(string path, string model, int status)
    {
        await using var fake = Start();

        Assert.Equal(status, (await Http.SendAsync(Chat(fake, fake.ApiKey, model, path: path))).Status);
    }

    [Theory]
    [InlineData(""","max_tokens":5,"max_completion_tokens":5""")]
    [InlineData(""","stop":["a","b","c","d","e"]""")]
    public async Task ABrokenRequest_IsRefused(string members)
    {
        await using var fake = Start();

        var answer = await Http.SendAsync(Chat(fake, fake.ApiKey, Endpoint, members));

        Assert.Equal((400, "InvalidParameter"), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    private FakeDoubao Start() => FakeDoubao.Start(new() { TimeProvider = _time });

    private static string? ErrorOf(Http.Answer answer) => answer.Json.GetProperty("ResponseMetadata").GetProperty("Error").GetProperty("Code").GetString();

    private static HttpRequestMessage Chat(FakeDoubao fake, string key, string model, string members = "", string path = "/chat/completions")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path)
        {
            Content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]{{members}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", key);
        return request;
    }

    /// <summary>Signs as the page describes, step by step.</summary>
    private HttpRequestMessage Exchange(FakeDoubao fake, string body, DateTimeOffset? at = null, string? id = null, string? secret = null)
    {
        var address = new Uri(fake.Url + "/?Action=GetApiKey&Version=2024-01-01");
        var date = (at ?? _time.GetUtcNow()).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var hash = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        const string Signed = "content-type;host;x-content-sha256;x-date";
        var canonical = $"POST\n{address.AbsolutePath}\nAction=GetApiKey&Version=2024-01-01\ncontent-type:application/json\nhost:{address.Authority}\nx-content-sha256:{hash}\nx-date:{date}\n\n{Signed}\n{hash}";
        var scope = $"{date[..8]}/cn-beijing/ark/request";
        var toSign = $"HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes(secret ?? fake.SecretKey), static (key, step) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step)));

        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Date", date);
        request.Headers.Add("X-Content-Sha256", hash);
        request.Headers.TryAddWithoutValidation("Authorization", $"HMAC-SHA256 Credential={id ?? fake.ApiKey}/{scope}, SignedHeaders={Signed}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}");
        return request;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
