using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>What the fakes of the Chinese vendors do otherwise than OpenAI, seen as bytes.</summary>
public sealed class ChineseWireTests
{
    private const string Streamed = "\"stream\":true";

    private static readonly FakeReply Ab = new() { Chunks = ["a", "b"], Usage = new() { InputTokens = 83, OutputTokens = 2 } };

    [Fact]
    public async Task Moonshot_UsageIsInTheLastChoice_IdsAreNames()
    {
        await using var fake = FakeMoonshot.Start();
        fake.Reply(new FakeReply { ToolCalls = [new(null, "search", "{}")], Usage = new() { InputTokens = 146, OutputTokens = 26 } });

        var events = (await Bearer.ChatAsync(fake, Streamed)).Events;

        Assert.EndsWith("""{"index":0,"delta":{},"finish_reason":"tool_calls","usage":{"prompt_tokens":146,"completion_tokens":26,"total_tokens":172}}]}""", events[^2], StringComparison.Ordinal);
        Assert.Contains("""{"index":0,"delta":{"tool_calls":[{"index":0,"id":"search:0","type":"function","function":{"name":"search","arguments":""}}]},"finish_reason":null}""", events[1], StringComparison.Ordinal);
        Assert.Equal("[DONE]", events[^1]);
    }

    [Theory]
    [InlineData(""" "temperature":1.5 """)]
    [InlineData(""" "stop":["1","2","3","4","5","6"] """)]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"ab"}}] """)]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"abc","parameters":{"type":"object","properties":{"a":{"type":"string","anyOf":[{}]}}}}}] """)]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"abc"}}],"tool_choice":"required" """)]
    public async Task Moonshot_Refuses(string members)
    {
        await using var fake = FakeMoonshot.Start();

        var answer = await Bearer.ChatAsync(fake, members);

        Assert.Equal((400, "invalid_request_error"), (answer.Status, answer.Json.GetProperty("error").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Moonshot_RefusesAnAssistantAtTheEnd_UnlessItIsPartial()
    {
        await using var fake = FakeMoonshot.Start();
        const string Body = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"MORE}]}""";

        Assert.Equal(400, (await Bearer.PostAsync(fake, "/chat/completions", Body.Replace("MORE", "", StringComparison.Ordinal))).Status);
        Assert.Equal(200, (await Bearer.PostAsync(fake, "/chat/completions", Body.Replace("MORE", ",\"partial\":true", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task DeepSeek_KeepAlives_BeforeAStreamAndABody()
    {
        await using var fake = FakeDeepSeek.Start();
        fake.KeepAlives = 2;

        Assert.StartsWith(": keep-alive\n\n: keep-alive\n\ndata: {", (await Bearer.ChatAsync(fake, Streamed)).Body, StringComparison.Ordinal);
        Assert.StartsWith("\n\n{", (await Bearer.ChatAsync(fake)).Body, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => fake.KeepAlives = -1);
    }

    [Fact]
    public async Task DeepSeek_Stream_HasThePagesShape()
    {
        await using var fake = FakeDeepSeek.Start();
        fake.Reply(new FakeReply { Reasoning = "We", Text = "r", Usage = new() { InputTokens = 18, OutputTokens = 219, ReasoningTokens = 205 } });

        var events = (await Bearer.ChatAsync(fake, Streamed)).Events;

        Assert.EndsWith(""","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}],"usage":null}""", events[0], StringComparison.Ordinal);
        Assert.EndsWith(""","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"We"},"logprobs":null,"finish_reason":null}],"usage":null}""", events[1], StringComparison.Ordinal);
        Assert.EndsWith(""","choices":[{"index":0,"delta":{"content":"r","reasoning_content":null},"logprobs":null,"finish_reason":null}],"usage":null}""", events[2], StringComparison.Ordinal);
        Assert.EndsWith(""","choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":18,"completion_tokens":219,"total_tokens":237,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":205},"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":18}}""", events[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deepseek-reasoner", """{"role":"assistant","content":"a","reasoning_content":"b"}""", "", 400)]
    [InlineData("deepseek-v4-pro", """{"role":"assistant","content":"a","reasoning_content":"b"}""", "", 200)]
    [InlineData("deepseek-chat", """{"role":"assistant","content":"a","prefix":true}""", "", 400)]
    [InlineData("deepseek-chat", """{"role":"assistant","content":"a","prefix":true}""", "/beta", 200)]
    [InlineData("deepseek-chat", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.test"}}]}""", "", 400)]
    public async Task DeepSeek_RefusesWhatTheModelRefuses(string model, string message, string under, int status)
    {
        await using var fake = FakeDeepSeek.Start();

        var answer = await Bearer.PostAsync(fake, under + "/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"},{{message}}]}""");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task MiniMax_TheLastEventIsTheWholeMessage_AndThereIsNoEndMark()
    {
        await using var fake = FakeMiniMax.Start();
        fake.Reply(Ab);

        var events = (await Bearer.ChatAsync(fake, Streamed, "/text/chatcompletion_v2")).Events;

        Assert.Equal(4, events.Count);
        var last = JsonElement.Parse(events[^1]);
        Assert.Equal("chat.completion", last.GetProperty("object").GetString());
        Assert.Equal("ab", last.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(0, last.GetProperty("base_resp").GetProperty("status_code").GetInt32());
        Assert.Contains("""{"index":0,"delta":{"content":"a","role":"assistant"}}""", events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MiniMax_ErrorsComeUnderSuccess_OrWithTheirNumberAtTheEnd()
    {
        await using var fake = FakeMiniMax.Start();
        fake.Fault(Fault.ProviderError("1008"));

        var native = await Bearer.ChatAsync(fake, "", "/text/chatcompletion_v2");
        var compatible = await Bearer.ChatAsync(fake);

        Assert.Equal((200, """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}"""), (native.Status, native.Body));
        Assert.Equal((400, "insufficient balance (1008)"), (compatible.Status, compatible.Json.GetProperty("error").GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(""" "reasoning_split":true """, "reasoning_details")]
    [InlineData(""" "temperature":1 """, "<think>\\nwhy\\n</think>")]
    public async Task MiniMax_ReasoningIsInTheText_UnlessItIsToBeSplit(string members, string expected)
    {
        await using var fake = FakeMiniMax.Start();
        fake.Reply(new FakeReply { Reasoning = "why", Text = "a" });

        Assert.Contains(expected, (await Bearer.ChatAsync(fake, members)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "temperature":0 """)]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"tool_choice":"required" """)]
    [InlineData(""" "response_format":{"type":"json_object"} """)]
    public async Task MiniMax_Refuses(string members)
    {
        await using var fake = FakeMiniMax.Start();

        Assert.Contains("\"status_code\":2013", (await Bearer.ChatAsync(fake, members, "/text/chatcompletion_v2")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatGlm_Stream_IsThePagesByteForByte()
    {
        await using var fake = FakeChatGlm.Start();
        fake.Reply(new FakeReply { Text = "12345678" });

        var answer = await Bearer.ChatAsync(fake, Streamed);

        const string Created = """ "created":C}""";
        var body = System.Text.RegularExpressions.Regex.Replace(answer.Body, "\"created\":[0-9]+", "\"created\":C");
        Assert.Equal(
            """data: {"model":"m","id":"","object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant","content":"12345678","function_call":null},"finish_reason":null,"index":0}],""" + Created.TrimStart() + "\r\n\r\n"
            + """data: {"model":"m","id":"","object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant","content":"","function_call":null},"finish_reason":"stop","index":0}],""" + Created.TrimStart() + "\r\n\r\ndata: [DONE]\r\n\r\n",
            body);
    }

    [Fact]
    public async Task ChatGlm_Defects()
    {
        await using var fake = FakeChatGlm.Start();
        fake.Reply(new FakeReply { Text = "1234567" });
        Assert.Equal((200, ""), await ShapeAsync());

        fake.Reply(new FakeReply { Text = "Do get_it\nnow" });
        var (_, body) = await ShapeAsync();
        Assert.EndsWith("data: Do get_it\r\ndata: now\r\n\r\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);

        async Task<(int Status, string Body)> ShapeAsync()
        {
            var answer = await Bearer.ChatAsync(fake, Streamed);
            return (answer.Status, answer.Body);
        }
    }

    [Theory]
    [InlineData("""{"role":"tool","content":"a"}""", 422)]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a"}]}""", 422)]
    [InlineData("""{"role":"assistant","content":"a"}""", 400)]
    [InlineData("""{"role":"assistant","content":"a","function_call":{}}""", 500)]
    public async Task ChatGlm_Refuses(string message, int status)
    {
        await using var fake = FakeChatGlm.Start();

        var answer = await Bearer.PostAsync(fake, "/chat/completions", $$"""{"model":"m","messages":[{{message}}]}""");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 500 ? "Internal Server Error" : "detail", status == 500 ? answer.Body : Assert.Single(answer.Json.EnumerateObject()).Name);
    }

    [Fact]
    public async Task StepFun_Stream_IsThePagesShape()
    {
        await using var fake = FakeStepFun.Start();
        fake.Reply(Ab);

        var events = (await Bearer.ChatAsync(fake, Streamed)).Events;

        Assert.EndsWith("""[{"index":0,"delta":{"role":"","content":"a"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":1,"total_tokens":84}}""", events[0], StringComparison.Ordinal);
        Assert.EndsWith("""[{"index":0,"delta":{"role":"","content":"b"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""", events[1], StringComparison.Ordinal);
        Assert.EndsWith("""[{"index":0,"delta":{"role":"","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""", events[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lingyi_TellsTheWholeTextBesideEachPiece()
    {
        await using var fake = FakeLingyi.Start();
        fake.Reply(Ab);

        var events = (await Bearer.ChatAsync(fake, Streamed)).Events;

        Assert.Contains("\"content\":\"ab\"}],\"lastOne\":true", events[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SiliconFlow_ErrorsAreFlat_OrBareTexts()
    {
        await using var fake = FakeSiliconFlow.Start();

        Assert.Equal("\"Invalid token\"", (await Bearer.PostAsync(fake, "/chat/completions", "{}", "wrong")).Body);
        Assert.Equal("404 page not found", (await Bearer.PostAsync(fake, "/nowhere", "{}")).Body);
        fake.Fault(Fault.ProviderError("20012"));
        Assert.Equal("""{"code":20012,"message":"Model does not exist. Please check it carefully.","data":null}""", (await Bearer.ChatAsync(fake)).Body);
    }

    [Fact]
    public async Task Baichuan_NamesTheRequest_AndKnowsItsRanges()
    {
        await using var fake = FakeBaichuan.Start();

        var answer = await Bearer.ChatAsync(fake);

        Assert.NotEmpty(answer.Headers["X-BC-Request-Id"]);
        Assert.Equal("chat.completion.chunk", answer.Json.GetProperty("object").GetString());
        Assert.Equal(400, (await Bearer.ChatAsync(fake, "\"top_p\":1")).Status);
        Assert.Equal(400, (await Bearer.ChatAsync(fake, "\"temperature\":1.5")).Status);
    }

    [Fact]
    public async Task Ai360_HasMembersOfItsOwn()
    {
        await using var fake = FakeAi360.Start();

        var body = (await Bearer.ChatAsync(fake, Streamed)).Body;

        Assert.Contains("\"context\":null", body, StringComparison.Ordinal);
        Assert.Contains("\"first_token_time\":120", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACodeThatNobodyKnows_IsTheTestsMistake()
    {
        await using var fake = FakeZhipu.Start();

        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("9999")));
    }
}
