using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

public sealed class ZhipuWireTests : IAsyncDisposable
{
    /// <summary>The time of the vectors: 2025-01-01.</summary>
    private const long Now = 1_735_689_600_000;
    private const string Header = """{"alg":"HS256","sign_type":"SIGN"}""";
    private const string Body = """{"model":"glm-4-plus","messages":[{"role":"user","content":"hello"}]}""";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly FakeZhipu _fake;

    public ZhipuWireTests() => _fake = FakeZhipu.Start(new() { ApiKey = "id.secret", TimeProvider = _time });

    [Fact]
    public async Task ATokenOrTheKeyItself_IsLetIn()
    {
        Assert.Equal(200, (await Bearer.PostAsync(_fake, "/chat/completions", Body, Token())).Status);
        Assert.Equal(200, (await Bearer.PostAsync(_fake, "/chat/completions", Body, Token(header: """{"alg":"HS256","sign_type":"SIGN","typ":"JWT"}"""))).Status);
        Assert.Equal(200, (await Bearer.PostAsync(_fake, "/chat/completions", Body, "id.secret")).Status);
        Assert.All(_fake.Requests, static request => Assert.True(request.AuthenticationPassed));
    }

    [Fact]
    public async Task ABareToken_IsLetInToo()
    {
        var request = Bearer.Post(_fake, "/chat/completions", Body, null);
        request.Headers.TryAddWithoutValidation("Authorization", Token());

        Assert.Equal(200, (await Http.SendAsync(request)).Status);
    }

    [Fact]
    public async Task NoHeader_Is1001()
    {
        var answer = await Http.SendAsync(Bearer.Post(_fake, "/chat/completions", Body, null));

        Assert.Equal((401, "1001"), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task AnExpiredToken_Is1003_ByTheFakesClock()
    {
        var token = Token(expires: Now + 210_000);
        _time.Advance(TimeSpan.FromMilliseconds(209_999));
        Assert.Equal(200, (await Bearer.PostAsync(_fake, "/chat/completions", Body, token)).Status);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("1003", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, token)));
    }

    [Fact]
    public async Task TimesInSeconds_AreLongPast() => Assert.Equal("1003", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, Token(expires: (Now / 1000) + 210))));

    [Fact]
    public async Task AWrongSecretOrKey_Is1004()
    {
        Assert.Equal("1004", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, Token(secret: "other"))));
        Assert.Equal("1004", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, Token(id: "other"))));
    }

    [Theory]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"none","sign_type":"SIGN"}""")]
    [InlineData("no json")]
    public async Task AnotherHeader_Is1002(string header) => Assert.Equal("1002", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, Token(header: header))));

    [Theory]
    [InlineData("other.key")]
    [InlineData("plain")]
    public async Task AnotherKey_Is1000(string key) => Assert.Equal("1000", Code(await Bearer.PostAsync(_fake, "/chat/completions", Body, key)));

    /// <summary>The shape of the page's sample, byte for byte.</summary>
    [Fact]
    public async Task Stream_IsThePagesByteForByte()
    {
        _fake.Reply(new FakeReply { Chunks = ["土", "星"], FinishReason = "length", Usage = new() { InputTokens = 60, OutputTokens = 100 } });

        var answer = await Bearer.PostAsync(_fake, "/chat/completions", """{"model":"glm-4-plus","stream":true,"messages":[{"role":"user","content":"hello"}]}""");

        var head = "data: {\"id\":\"8313807000000000001\",\"created\":1735689600,\"model\":\"glm-4-plus\",\"choices\":[{\"index\":0,";
        Assert.Equal(
            head + "\"delta\":{\"role\":\"assistant\",\"content\":\"土\"}}]}\n\n"
            + head + "\"delta\":{\"role\":\"assistant\",\"content\":\"星\"}}]}\n\n"
            + head + "\"finish_reason\":\"length\",\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":{\"prompt_tokens\":60,\"completion_tokens\":100,\"total_tokens\":160}}\n\n"
            + "data: [DONE]\n\n",
            answer.Body);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(""","tool_stream":true""", 2)]
    public async Task Stream_ACallComesAtOnce_OrInPieces(string members, int events)
    {
        _fake.Reply(new FakeReply { ToolCalls = [new("c", "f", """{"a":1}""")] });

        var answer = await Bearer.PostAsync(_fake, "/chat/completions", """{"model":"glm-4.6","stream":true,"tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"hello"}]MORE}""".Replace("MORE", members, StringComparison.Ordinal));

        Assert.Equal(events, answer.Events.Count(static data => data.Contains("tool_calls\":[", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"a"}]}""", "1214")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":""}]}""", "1214")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"top_p":1}""", "1210")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"temperature":1.5}""", "1210")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"tool_choice":"required"}""", "1210")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"user_id":"u"}""", "1210")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}]}]}""", "1210")]
    public async Task WhatTheVendorRefuses_IsRefused(string body, string code)
    {
        var answer = await Bearer.PostAsync(_fake, "/chat/completions", body);

        Assert.Equal((400, code), (answer.Status, Code(answer)));
    }

    [Theory]
    [InlineData("""{"model":"embedding-2","input":["a"]}""", 400)]
    [InlineData("""{"model":"embedding-2","input":"a"}""", 200)]
    [InlineData("""{"model":"embedding-3","input":["a"],"dimensions":300}""", 400)]
    [InlineData("""{"model":"embedding-3","input":["a","b"],"dimensions":256}""", 200)]
    public async Task Embeddings_TakeWhatThePageSays(string body, int status) => Assert.Equal(status, (await Bearer.PostAsync(_fake, "/embeddings", body)).Status);

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    private static string? Code(Http.Answer answer) => answer.Json.GetProperty("error").GetProperty("code").GetString();

    private static string Token(string id = "id", string secret = "secret", string header = Header, long expires = Now + 210_000)
    {
        var payload = $$"""{"api_key":"{{id}}","exp":{{expires}},"timestamp":{{Now}}}""";
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
    }
}
