using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

/// <summary>The fake of Spark against protocols/spark.md: what it sends, and what it refuses.</summary>
public sealed class SparkWireTests
{
    private static readonly DateTimeOffset Day = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_AreThePages_ByteForByte()
    {
        await using var fake = FakeSpark.Start();
        fake.Reply(new FakeReply { Chunks = ["Hello", "，世界", " help?"], Usage = new() { InputTokens = 5, OutputTokens = 9 } });

        var (messages, broke) = await SparkSocket.AskAsync(fake);

        Assert.False(broke);
        Assert.Equal(
            [
                """{"header":{"code":0,"message":"Success","sid":"cht000fake@dx000000000001","status":0},"payload":{"choices":{"status":0,"seq":0,"text":[{"content":"Hello","role":"assistant","index":0}]}}}""",
                """{"header":{"code":0,"message":"Success","sid":"cht000fake@dx000000000001","status":1},"payload":{"choices":{"status":1,"seq":1,"text":[{"content":"，世界","role":"assistant","index":0}]}}}""",
                """{"header":{"code":0,"message":"Success","sid":"cht000fake@dx000000000001","status":2},"payload":{"choices":{"status":2,"seq":2,"text":[{"content":" help?","role":"assistant","index":0}]},"usage":{"text":{"question_tokens":4,"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}}}}""",
            ],
            messages);
        var request = Assert.Single(fake.Requests);
        Assert.Equal((SparkSocket.Hello, "generalv3.5", true, true), (Encoding.UTF8.GetString(request.Body.Span), request.Model, request.IsStreaming, request.AuthenticationPassed));
        Assert.NotNull(request.AnsweredTimestamp);
    }

    [Fact]
    public async Task AShortAnswer_IsOneFrame_AndACallToo()
    {
        await using var fake = FakeSpark.Start();
        fake.Reply(new FakeReply { ToolCalls = [new(null, "f", "{\"a\":1}")] });

        var frame = Assert.Single((await SparkSocket.AskAsync(fake)).Messages);

        Assert.Contains("""
            "choices":{"status":2,"seq":0,"text":[{"content":"","role":"assistant","content_type":"text","function_call":{"arguments":"{\"a\":1}","name":"f"},"index":0}]},"usage"
            """.Trim(), frame, StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> Refusals => new()
    {
        { "nothing", 401, """{"message":"Unauthorized"}""" },
        { "garbage", 401, """{"message":"HMAC signature cannot be verified"}""" },
        { "key", 401, """{"message":"HMAC signature cannot be verified"}""" },
        { "secret", 401, """{"message":"HMAC signature does not match"}""" },
        { "path", 401, """{"message":"HMAC signature does not match"}""" },
        { "method", 401, """{"message":"HMAC signature does not match"}""" },
        { "host", 401, """{"message":"HMAC signature does not match"}""" },
        { "late", 403, """{"message":"HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"}""" },
        { "early", 403, """{"message":"HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"}""" },
        { "nowhere", 404, """{"message":"no Route matched with those values"}""" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Handshakes_AreVerified(string what, int status, string body)
    {
        await using var fake = FakeSpark.Start(new FakeProviderOptions { TimeProvider = new FakeTimeProvider(Day) });
        var target = what switch
        {
            "nothing" => "/v3.5/chat",
            "garbage" => "/v3.5/chat?authorization=%25%25&date=x&host=y",
            "key" => SparkSocket.Sign(fake, at: Day, key: "wrong"),
            "secret" => SparkSocket.Sign(fake, at: Day, secret: "wrong"),
            "path" => SparkSocket.Sign(fake, "/v4.0/chat", at: Day).Replace("/v4.0/", "/v3.5/", StringComparison.Ordinal),
            "method" => SparkSocket.Sign(fake, at: Day, method: "POST"),
            "host" => SparkSocket.Sign(fake, at: Day).Replace("host=127.0.0.1", "host=127.0.0.2", StringComparison.Ordinal),
            "late" => SparkSocket.Sign(fake, at: Day.AddSeconds(-301)),
            "early" => SparkSocket.Sign(fake, at: Day.AddSeconds(301)),
            _ => SparkSocket.Sign(fake, "/v9.9/chat", at: Day),
        };

        var answer = await SparkSocket.RefusalAsync(fake, target);

        Assert.Equal((status, body), (answer.Status, answer.Body));
        Assert.Equal(what == "nowhere", fake.Requests[0].AuthenticationPassed);
    }

    [Fact]
    public async Task BothPrefixes_AndTheEdgeOfTheClock_AreTaken()
    {
        await using var fake = FakeSpark.Start(new FakeProviderOptions { TimeProvider = new FakeTimeProvider(Day) });

        Assert.Single((await SparkSocket.AskAsync(fake, target: SparkSocket.Sign(fake, at: Day.AddSeconds(-300), prefix: "hmac"))).Messages, static one => one.Contains("\"status\":2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json", "10003")]
    [InlineData("""{"header":{"app_id":"other"},"parameter":{"chat":{"domain":"generalv3.5"}}}""", "10005")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3"}}}""", "10404")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5","top_p":1}}}""", "10004")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5","temperature":0}}}""", "10163")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5","top_k":7}}}""", "10163")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b","uid":"123456789012345678901234567890123"},"parameter":{"chat":{"domain":"generalv3.5"}}}""", "10004")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5"}},"payload":{"message":{"text":[]}}}""", "10003")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5"}},"payload":{"message":{"text":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}}}""", "10003")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5"}},"payload":{"message":{"text":[{"role":"tool","content":"a"}]}}}""", "10003")]
    [InlineData("""{"header":{"app_id":"fa4e5a7b"},"parameter":{"chat":{"domain":"generalv3.5"}},"payload":{"message":{"text":[{"role":"user","content":"a"}]},"functions":{"text":[{"type":"function"}]}}}""", "10004")]
    public async Task MessagesThatBreakTheRules_AreRefusedInOneFrame(string message, string code)
    {
        await using var fake = FakeSpark.Start();

        var frame = Assert.Single((await SparkSocket.AskAsync(fake, message)).Messages);

        Assert.StartsWith("{\"header\":{\"code\":" + code + ",\"message\":\"", frame, StringComparison.Ordinal);
        Assert.EndsWith("\"status\":2}}", frame, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "cut")]
    [InlineData(0, "cut")]
    [InlineData(1, "end")]
    [InlineData(0, "end")]
    [InlineData(1, "error")]
    [InlineData(1, "malformed")]
    public async Task Faults_StrikeTheSocket(int after, string what)
    {
        await using var fake = FakeSpark.Start();
        fake.Reply(new FakeReply { Chunks = ["a", "b"] });
        fake.Fault(what switch { "cut" => Fault.CutStream(after), "end" => Fault.EndWithoutTerminator(after), "error" => Fault.ErrorMidStream(after), _ => Fault.Malformed(after) });

        var (messages, broke) = await SparkSocket.AskAsync(fake);

        Assert.Equal(what == "cut", broke);
        Assert.Equal(what switch { "error" => after + 1, "malformed" => 3, _ => after }, messages.Count);
        Assert.Equal(what == "malformed", messages.Exists(static one => one.Contains("\"status\":2},\"payload\"", StringComparison.Ordinal)));
        Assert.Equal(what == "error", messages.Exists(static one => one.StartsWith("{\"header\":{\"code\":10012,", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AClientThatLeaves_IsSeen_AlsoWhereItTakesItsLeave(bool politely)
    {
        await using var fake = FakeSpark.Start();
        fake.Fault(Fault.StallAfter(0));
        var socket = await SparkSocket.OpenAsync(fake);
        await SparkSocket.SendAsync(socket, SparkSocket.Hello);
        var request = await fake.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);
        Assert.Null(request.DisconnectedTimestamp);

        if (politely)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        }
        else
        {
            socket.Abort();
        }

        Assert.Same(request, await fake.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop));
        socket.Dispose();
    }

    [Fact]
    public async Task AServerError_AndAReset_RefuseTheSocket()
    {
        await using var fake = FakeSpark.Start();
        fake.Fault(Fault.ServerError(503), times: 1);
        fake.Fault(Fault.Html(502), times: 1);
        fake.Fault(Fault.Reset(), times: 1);

        Assert.Equal(503, (await SparkSocket.RefusalAsync(fake, SparkSocket.Sign(fake))).Status);
        Assert.Equal(502, (await SparkSocket.RefusalAsync(fake, SparkSocket.Sign(fake))).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => SparkSocket.RefusalAsync(fake, SparkSocket.Sign(fake)));
    }

    [Fact]
    public async Task HttpStream_IsThePages_ByteForByte()
    {
        await using var fake = FakeSpark.Start(new FakeProviderOptions { TimeProvider = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1719546385)) });
        fake.Reply(new FakeReply { Chunks = ["你好", "，很高兴"], Usage = new() { InputTokens = 6, OutputTokens = 68 } });

        var answer = await Http.SendAsync(Post(fake, "/v1/chat/completions", """{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}],"stream":true}"""));

        const string Head = """data:{"code":0,"message":"Success","sid":"cha000fake@dx000000000001","id":"cha000fake@dx000000000001","created":1719546385,"choices":[{"delta":{"role":"assistant","content":""";
        Assert.Equal(
            Head + "\"你好\"},\"index\":0}]}\n\n" + Head + "\"，很高兴\"},\"index\":0}]}\n\n"
            + Head + "\"\"},\"index\":0}],\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":68,\"total_tokens\":74}}\n\ndata:[DONE]\n\n",
            answer.Body);
    }

    [Fact]
    public async Task HttpAnswer_HasNoFinishReason_AndCallsAreAnObject_UnlessSwitched()
    {
        await using var fake = FakeSpark.Start();
        fake.Reply(new FakeReply { ToolCalls = [new("c1", "f", "{}")] });

        var plain = await Http.SendAsync(Post(fake, "/v1/chat/completions", """{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}]}"""));
        var switched = await Http.SendAsync(Post(fake, "/v1/chat/completions", """{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}],"tool_calls_switch":true}"""));

        Assert.StartsWith("""{"code":0,"message":"Success","sid":"cha""", plain.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason", plain.Body, StringComparison.Ordinal);
        Assert.Contains("\"tool_calls\":{\"type\":\"function\"", plain.Body, StringComparison.Ordinal);
        Assert.Contains("\"tool_calls\":[{\"type\":\"function\"", switched.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "wrong", 401, "\"code\":\"invalid_api_key\"")]
    [InlineData("/v2/chat/completions", FakeSpark.ApiPassword, 200, "\"code\":10404")]
    [InlineData("/v2.1/chat", FakeSpark.ApiPassword, 401, "invalid_api_key")]
    public async Task Http_RefusesWhatTheVendorRefuses(string path, string password, int status, string words)
    {
        await using var fake = FakeSpark.Start();

        var answer = await Http.SendAsync(Post(fake, path, """{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}]}""", password));

        Assert.Equal(status, answer.Status);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"enable":true}""", true)]
    [InlineData("true", false)]
    public async Task Http_TakesItsSearchAsATool(string settings, bool isTaken)
    {
        await using var fake = FakeSpark.Start();

        var answer = await Http.SendAsync(Post(fake, "/v1/chat/completions", $$"""{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"web_search","web_search":{{settings}}}]}"""));

        Assert.Equal(isTaken, answer.Body.StartsWith("{\"code\":0,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_AreIssued_ForTheThreeKeys_AndRevoked()
    {
        await using var fake = FakeSpark.Start();
        const string Chat = """{"model":"generalv3.5","messages":[{"role":"user","content":"hi"}]}""";

        var refused = await Http.SendAsync(Post(fake, "/v2.1/chat/token", """{"app_id":"x","api_key":"y","api_secret":"z"}"""));
        var issued = await Http.SendAsync(Post(fake, "/v2.1/chat/token", $$"""{"app_id":"{{fake.AppId}}","api_key":"{{fake.ApiKey}}","api_secret":"{{fake.SecretKey}}"}"""));
        var token = issued.Json.GetProperty("data").GetProperty("token").GetString()!;

        Assert.Equal(401, refused.Status);
        Assert.Equal(3600, issued.Json.GetProperty("data").GetProperty("expires_in").GetInt32());
        Assert.Equal(200, (await Http.SendAsync(Post(fake, "/v2.1/chat", Chat, token))).Status);
        fake.RevokeTokens();
        Assert.Equal(401, (await Http.SendAsync(Post(fake, "/v2.1/chat", Chat, token))).Status);
    }

    [Fact]
    public async Task ProviderError_KnowsItsOwnCodesOnly()
    {
        await using var fake = FakeSpark.Start();

        fake.Fault(Fault.ProviderError("11200"));
        fake.Fault(Fault.ProviderError("handshake-clock"));
        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("10999")));
    }

    private static HttpRequestMessage Post(FakeSpark fake, string path, string json, string password = FakeSpark.ApiPassword) => new(HttpMethod.Post, fake.Url + path)
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", password) },
    };
}
