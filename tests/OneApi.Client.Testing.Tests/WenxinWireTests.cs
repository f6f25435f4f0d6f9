using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

/// <summary>protocols/wenxin.md §2 to §5, §9.1, §10.</summary>
public sealed class WenxinWireTests
{
    private const string Chat = "/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro";
    private const string Embeddings = "/rpc/2.0/ai_custom/v1/wenxinworkshop/embeddings/embedding-v1";
    private const string Hello = """{"messages":[{"role":"user","content":"hello"}],"system":"Be brief."}""";

    [Fact]
    public async Task Chat_Whole_HasTheVendorsMembersInTheirOrder()
    {
        await using var fake = FakeWenxin.Start(new() { TimeProvider = Clock("2025-01-01T00:00:00Z") });

        var answer = await AskAsync(fake, Hello);

        Assert.Equal((200, "application/json"), (answer.Status, answer.Headers["content-type"]));
        Assert.Equal("""{"id":"as-fake000000000001","object":"chat.completion","created":1735689600,"result":"You said: hello","is_truncated":false,"need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}""", answer.Body);
        Assert.Equal("300", answer.Headers["X-Ratelimit-Limit-Requests"]);
        Assert.Equal("completions_pro", fake.Requests[^1].Model);
    }

    [Fact]
    public async Task Chat_Streamed_ByteForByte()
    {
        await using var fake = FakeWenxin.Start(new() { TimeProvider = Clock("2025-01-01T00:00:00Z") });
        fake.Reply(new FakeReply { Chunks = ["当然可以，", "好"], Usage = new() { InputTokens = 5, OutputTokens = 9 } });

        var answer = await AskAsync(fake, Hello.Replace("{\"messages\"", "{\"stream\":true,\"messages\"", StringComparison.Ordinal));

        Assert.Equal("text/event-stream", answer.Headers["content-type"]);
        Assert.Equal(
            """data: {"id":"as-fake000000000001","object":"chat.completion","created":1735689600,"sentence_id":0,"is_end":false,"is_truncated":false,"result":"当然可以，","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""" + "\n\n" +
            """data: {"id":"as-fake000000000001","object":"chat.completion","created":1735689600,"sentence_id":1,"is_end":false,"is_truncated":false,"result":"好","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}""" + "\n\n" +
            """data: {"id":"as-fake000000000001","object":"chat.completion","created":1735689600,"sentence_id":2,"is_end":true,"is_truncated":false,"result":"","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}}""" + "\n\n",
            answer.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_Call_IsOneFunctionCall_AndEndsTheStream(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        var body = $$$$"""{"messages":[{"role":"user","content":"get_weather and get_time"}],"stream":{{{{(streaming ? "true" : "false")}}}},"functions":[{"name":"get_weather","description":"d","parameters":{"type":"object","properties":{}}},{"name":"get_time","description":"d","parameters":{"type":"object","properties":{}}}]}""";

        var answer = await AskAsync(fake, body);

        var json = streaming ? JsonElement.Parse(Assert.Single(answer.Events)) : answer.Json;
        Assert.Equal("""{"name":"get_weather","arguments":"{}"}""", json.GetProperty("function_call").GetRawText());
        Assert.Equal(("", "function_call"), (json.GetProperty("result").GetString(), json.GetProperty("finish_reason").GetString()));
        Assert.Equal(streaming, json.TryGetProperty("is_end", out var end) && end.GetBoolean());
    }

    [Fact]
    public async Task Chat_AfterAFunctionsResult_QuotesIt()
    {
        await using var fake = FakeWenxin.Start();

        var answer = await AskAsync(fake, """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"sunny"}],"functions":[{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}]}""");

        Assert.Equal("The tool said: sunny", answer.Json.GetProperty("result").GetString());
    }

    /// <summary>What breaks the rules of §3, and the code that it is refused with, under 200 and never as an event.</summary>
    [Theory]
    [InlineData("""{"messages":[]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"system","content":"a"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"assistant","content":"a"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"function","name":"f","content":"a"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"user","content":"c"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":""}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":""},{"role":"user","content":"b"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}},{"role":"function","content":"b"}]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"temperature":0}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"temperature":1.1}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"top_p":1.1}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"penalty_score":0.5}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"max_output_tokens":1}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"stop":["1","2","3","4","5"]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"stop":["123456789012345678901"]}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_object"}}""", 336003)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"system":["a"]}""", 336104)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"functions":[]}""", 336106)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"functions":[{"name":"f","description":"d","parameters":{}}]}""", 336106)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"tools":[]}""", 336001)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"model":"x"}""", 336001)]
    [InlineData("oops", 336002)]
    public async Task Chat_ThatBreaksTheRules_IsRefused(string body, int code)
    {
        await using var fake = FakeWenxin.Start();

        foreach (var asked in (string[])[body, body.Replace("{\"messages\"", "{\"stream\":true,\"messages\"", StringComparison.Ordinal)])
        {
            var answer = await AskAsync(fake, asked);

            Assert.Equal((200, "application/json", code), (answer.Status, answer.Headers["content-type"], answer.Json.GetProperty("error_code").GetInt32()));
            Assert.NotEmpty(answer.Json.GetProperty("error_msg").GetString()!);
        }
    }

    [Theory]
    [InlineData("1"), InlineData("2"), InlineData("3"), InlineData("4"), InlineData("6"), InlineData("13"), InlineData("14"), InlineData("15"), InlineData("17"), InlineData("18"), InlineData("19")]
    [InlineData("100"), InlineData("110"), InlineData("111"), InlineData("336000"), InlineData("336001"), InlineData("336002"), InlineData("336003"), InlineData("336004"), InlineData("336005")]
    [InlineData("336006"), InlineData("336007"), InlineData("336100"), InlineData("336101"), InlineData("336102"), InlineData("336103"), InlineData("336104"), InlineData("336105"), InlineData("336106")]
    [InlineData("336107"), InlineData("336108"), InlineData("336109"), InlineData("336110"), InlineData("336111"), InlineData("336112"), InlineData("336113"), InlineData("336114"), InlineData("336115")]
    [InlineData("336116"), InlineData("336117"), InlineData("336501"), InlineData("336502"), InlineData("500000")]
    public async Task EveryCodeOfTheTable_CanBeAskedFor(string code)
    {
        await using var fake = FakeWenxin.Start();
        fake.Fault(Fault.ProviderError(code));

        var answer = await AskAsync(fake, Hello);

        Assert.Equal((200, int.Parse(code, CultureInfo.InvariantCulture)), (answer.Status, answer.Json.GetProperty("error_code").GetInt32()));
        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("336118")));
    }

    [Fact]
    public async Task Token_IsIssuedForThePairOfKeys_AndNothingElse()
    {
        await using var fake = FakeWenxin.Start();

        var good = await ExchangeAsync(fake, fake.ApiKey, fake.SecretKey);
        var wrongKey = await ExchangeAsync(fake, "x", fake.SecretKey);
        var wrongSecret = await ExchangeAsync(fake, fake.ApiKey, "x");

        Assert.Equal((200, 2_592_000), (good.Status, good.Json.GetProperty("expires_in").GetInt32()));
        Assert.Equal((401, """{"error":"invalid_client","error_description":"unknown client id"}"""), (wrongKey.Status, wrongKey.Body));
        Assert.Equal((401, """{"error":"invalid_client","error_description":"Client authentication failed"}"""), (wrongSecret.Status, wrongSecret.Body));
        Assert.Equal(1, fake.TokenExchanges);
    }

    [Fact]
    public async Task Token_ThatIsUnknown_Revoked_Expired_OrMissing_HasItsOwnCode()
    {
        var time = Clock("2025-01-01T00:00:00Z");
        await using var fake = FakeWenxin.Start(new() { TimeProvider = time });
        fake.TokenLifetime = TimeSpan.FromHours(2);
        var token = await TokenAsync(fake);

        Assert.False((await PostAsync(fake, Chat, Hello, token)).Json.TryGetProperty("error_code", out _));
        Assert.Equal(110, await CodeAsync("made-up"));
        Assert.Equal(100, await CodeAsync(null));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(111, await CodeAsync(token));
        Assert.False(fake.Requests[^1].AuthenticationPassed);
        token = await TokenAsync(fake);
        fake.ExpireTokens();
        Assert.Equal(111, await CodeAsync(token));
        fake.RevokeTokens();
        Assert.Equal(110, await CodeAsync(token));

        async Task<int> CodeAsync(string? sent) => (await PostAsync(fake, Chat, Hello, sent)).Json.GetProperty("error_code").GetInt32();
    }

    [Fact]
    public async Task Faults_StrikeCalls_NotTheExchange()
    {
        await using var fake = FakeWenxin.Start();
        fake.Fault(Fault.ServerError(), times: 1);

        Assert.Equal(200, (await ExchangeAsync(fake, fake.ApiKey, fake.SecretKey)).Status);
        Assert.Equal(336000, (await AskAsync(fake, Hello)).Json.GetProperty("error_code").GetInt32());
        Assert.Equal("You said: hello", (await AskAsync(fake, Hello)).Json.GetProperty("result").GetString());
    }

    /// <summary>The signature is a vector's: computed elsewhere and reproduced by the vendor's own signer.</summary>
    [Theory]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "host;x-bce-date", "2025-01-01T00:00:00Z", null, true)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "host;x-bce-date", "2025-01-01T00:05:00Z", null, true)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "host;x-bce-date", "2025-01-01T00:05:01Z", null, false)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "host;x-bce-date", "2024-12-31T23:00:00Z", null, false)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "host;x-bce-date", "2025-01-01T00:00:00Z", "x-bce-other", false)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104ae", "x-bce-date", "2025-01-01T00:00:00Z", null, false)]
    [InlineData("1109ffb90b163ec1462a5ed365fc6ad1a6b2cd4ef4f1ea2de503da35f18104af", "host;x-bce-date", "2025-01-01T00:00:00Z", null, false)]
    public async Task Signature_IsVerified(string signature, string listed, string now, string? otherHeader, bool isGood)
    {
        await using var fake = FakeWenxin.Start(new() { ApiKey = "ALTAKFAKE0000000000000001", SecretKey = "fakebcesecretkey0000000000000001", TimeProvider = Clock(now) });
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + Chat) { Content = new StringContent(Hello, Encoding.UTF8, "application/json") };
        request.Headers.Host = "aip.baidubce.com";
        request.Headers.Add("x-bce-date", "2025-01-01T00:00:00Z");
        request.Headers.TryAddWithoutValidation("Authorization", $"bce-auth-v1/ALTAKFAKE0000000000000001/2025-01-01T00:00:00Z/300/{listed}/{signature}");
        if (otherHeader is not null)
        {
            request.Headers.Add(otherHeader, "1");
        }

        var answer = await Http.SendAsync(request);

        Assert.Equal(isGood ? 0 : 14, answer.Json.TryGetProperty("error_code", out var code) ? code.GetInt32() : 0);
        Assert.Equal(isGood, fake.Requests[0].AuthenticationPassed);
    }

    [Fact]
    public async Task Embeddings_AreUpToSixteen()
    {
        await using var fake = FakeWenxin.Start();
        var token = await TokenAsync(fake);

        var good = await PostAsync(fake, Embeddings, """{"input":["a","b"]}""", token);
        var tooMany = await PostAsync(fake, Embeddings, $$"""{"input":[{{string.Join(',', Enumerable.Repeat("\"a\"", 17))}}]}""", token);

        Assert.Equal(["object", "embedding", "index"], good.Json.GetProperty("data")[1].EnumerateObject().Select(member => member.Name));
        Assert.Equal("embedding_list", good.Json.GetProperty("object").GetString());
        Assert.Equal(336003, tooMany.Json.GetProperty("error_code").GetInt32());
    }

    [Theory]
    [InlineData("GET", Chat, 336101)]
    [InlineData("POST", "/rpc/2.0/ai_custom/v1/wenxinworkshop/nothing", 3)]
    public async Task OtherPathsAndMethods_HaveTheirCode(string method, string path, int code)
    {
        await using var fake = FakeWenxin.Start();
        var token = Uri.EscapeDataString(await TokenAsync(fake));
        using var request = new HttpRequestMessage(new(method), $"{fake.Url}{path}?access_token={token}");

        Assert.Equal(code, (await Http.SendAsync(request)).Json.GetProperty("error_code").GetInt32());
    }

    [Fact]
    public async Task Models_ThatAreNotListed_DoNotExist()
    {
        await using var fake = FakeWenxin.Start(new() { Models = { "completions" } });

        Assert.Equal(3, (await AskAsync(fake, Hello)).Json.GetProperty("error_code").GetInt32());
    }

    private static FakeTimeProvider Clock(string instant) => new(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    private static async Task<Http.Answer> AskAsync(FakeWenxin fake, string body) => await PostAsync(fake, Chat, body, await TokenAsync(fake));

    private static async Task<string> TokenAsync(FakeWenxin fake) => (await ExchangeAsync(fake, fake.ApiKey, fake.SecretKey)).Json.GetProperty("access_token").GetString()!;

    private static async Task<Http.Answer> ExchangeAsync(FakeWenxin fake, string key, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{fake.Url}/oauth/2.0/token?grant_type=client_credentials&client_id={key}&client_secret={secret}");
        return await Http.SendAsync(request);
    }

    private static async Task<Http.Answer> PostAsync(FakeWenxin fake, string path, string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path + (token is null ? "" : $"?access_token={Uri.EscapeDataString(token)}")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await Http.SendAsync(request);
    }
}
