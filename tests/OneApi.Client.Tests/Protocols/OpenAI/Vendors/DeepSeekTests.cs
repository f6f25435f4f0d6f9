using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/deepseek.md §3 to §6.</summary>
public sealed class DeepSeekTests
{
    private const string Head = """data: {"id":"cac7192e-e619-40c6-96b0-ed4276bc03ac","object":"chat.completion.chunk","created":1764661832,"model":"deepseek-reasoner","system_fingerprint":"fp_eaab8d114b_prod0820_fp8_kvcache","choices":[{"index":0,"delta":""";
    private const string Last = """{"prompt_tokens":18,"completion_tokens":219,"total_tokens":237,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":205},"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":18}""";

    /// <summary>The captured stream of the page.</summary>
    private static readonly string Sample =
        Head + """{"role":"assistant","content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
        + Head + """{"content":null,"reasoning_content":"We"},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
        + Head + """{"content":"r","reasoning_content":null},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
        + Head + """{"content":"","reasoning_content":null},"logprobs":null,"finish_reason":"stop"}],"usage":""" + Last + "}\n\n";

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task Stream_ThePagesSample_WithKeepAlivesBefore(int slice)
    {
        var answer = (await StreamAsync(": keep-alive\n\n: keep-alive\n\n" + Sample + "data: [DONE]\n\n", Request("deepseek", "deepseek-reasoner", streaming: true), slice)).ToChatResponse();

        Assert.Equal(("We", "r"), (Reasoning(answer), answer.Text));
        Assert.Equal((18L, 219L, 237L, 0L, 205L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount, answer.Usage.CachedInputTokenCount, answer.Usage.ReasoningTokenCount));
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task Stream_UsageSaidTwice_IsNotAdded()
    {
        var updates = await StreamAsync(Sample + """data: {"id":"1","choices":[],"usage":""" + Last + "}\n\ndata: [DONE]\n\n", Request("deepseek", "deepseek-reasoner", streaming: true));

        Assert.Equal(237, Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>()).Details.TotalTokenCount);
    }

    [Fact]
    public void Whole_BlankLinesBeforeTheBody_AreNothing() => Assert.Equal("a", Read("\n\n\n" + """{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}]}""", "deepseek").Text);

    [Fact]
    public void Whole_NothingButBlankLines_IsUnavailable() => Assert.Equal(OneApiErrorKind.ProviderUnavailable, ReadFails("\n\n\n", "deepseek").Kind);

    [Fact]
    public void Whole_JsonModeWithEmptyContent_IsEmpty() => Assert.Equal(OneApiErrorKind.EmptyResponse, ReadFails("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":""}}]}""", "deepseek").Kind);

    [Fact]
    public void Whole_ThePagesSample()
    {
        var answer = Read(
            """{"id":"7a630f5b","object":"chat.completion","created":1764665845,"model":"deepseek-reasoner","choices":[{"index":0,"message":{"role":"assistant","content":"…","reasoning_content":"…","tool_calls":[{"index":0,"id":"call_00_9V0vrf86Pc9aelHCJMZqnJBo","type":"function","function":{"name":"weather","arguments":"{\"location\": \"San Francisco\"}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":339,"completion_tokens":92,"total_tokens":431,"prompt_tokens_details":{"cached_tokens":320},"completion_tokens_details":{"reasoning_tokens":48},"prompt_cache_hit_tokens":320,"prompt_cache_miss_tokens":19},"system_fingerprint":"fp_1"}""",
            "deepseek");

        Assert.Equal("call_00_9V0vrf86Pc9aelHCJMZqnJBo", Assert.Single(Calls(answer)).CallId);
        Assert.Equal((339L, 320L, 48L), (answer.Usage!.InputTokenCount, answer.Usage.CachedInputTokenCount, answer.Usage.ReasoningTokenCount));
        Assert.Equal("…", Reasoning(answer));
    }

    [Fact]
    public void Usage_OldVersionsHaveTheHitsOnly()
    {
        var usage = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":1}}""", "deepseek").Usage!;

        Assert.Equal(8, usage.CachedInputTokenCount);
    }

    [Fact]
    public void InterruptedByTheProvider_IsAFault_UnlessThereIsText()
    {
        var interrupted = Chunk("{}", "insufficient_system_resource");

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, StreamFails("deepseek", interrupted, Done).Kind);
        Assert.Equal("insufficient_system_resource", Updates("deepseek", Chunk(Text("a")), interrupted, Done).ToChatResponse().FinishReason!.Value.Value);
        Assert.Equal(OneApiErrorKind.ProviderUnavailable, Assert.Throws<OneApiException>(() => ReadMessage(""" "content":"" """, "insufficient_system_resource", "deepseek")).Kind);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("https://api.deepseek.com/beta", true)]
    public void PrefixAndStrictTools_BelongToTheBetaBase(string? baseUrl, bool known)
    {
        var request = Request("deepseek", "deepseek-chat", new() { Tools = [Weather], AdditionalProperties = new() { ["strict"] = true } }, baseUrl: baseUrl, messages: [User(), Assistant(new TextContent("```"))]);

        var body = Write(request);

        Assert.Equal(known, body["messages"]![1]!.AsObject().ContainsKey("prefix"));
        Assert.Equal(known, body["tools"]![0]!["function"]!.AsObject().ContainsKey("strict"));
        AssertWarnings(request, known ? [] : ["setting_not_honoured:strict"]);
    }

    [Fact]
    public void Reasoning_ToolTurnsOfV4_CarryItAlways()
    {
        ChatMessage[] messages = [User(), Assistant(new FunctionCallContent("c", "weather")), new(ChatRole.Tool, [new FunctionResultContent("c", "wet")])];

        Assert.Equal("", (string?)Messages(Request("deepseek", "deepseek-v4-pro", messages: messages))[1]!["reasoning_content"]);
        Assert.False(Messages(Request("deepseek", "deepseek-reasoner", messages: messages))[1]!.AsObject().ContainsKey("reasoning_content"));
    }

    [Fact]
    public void MembersThatTheVendorDoesNotKnow_StayAway()
    {
        var request = Request("deepseek", "deepseek-chat", new() { AdditionalProperties = new() { ["n"] = 2, ["user"] = "u", ["logit_bias"] = 1, ["logprobs"] = true } });

        Assert.Equal("""{"logprobs":true}""", Members(request));
        AssertWarnings(request, "setting_not_honoured:n", "setting_not_honoured:user", "setting_not_honoured:logit_bias");
    }

    [Fact]
    public void OneChoice_IsNoSetting()
    {
        var request = Request("deepseek", "deepseek-chat", new() { AdditionalProperties = new() { ["n"] = 1 } }, raw: new() { ["seed"] = null });

        Assert.Equal("""{"seed":null,"n":1}""", Members(request));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void JsonModeWithABeginning_IsKept()
    {
        var body = Write(Request("deepseek", "deepseek-chat", new() { ResponseFormat = ChatResponseFormat.Json }, baseUrl: "https://api.deepseek.com/beta", messages: [User("json"), Assistant(new TextContent("{"))]));

        Assert.Equal("json_object", (string?)body["response_format"]!["type"]);
        Assert.True((bool)body["messages"]![1]!["prefix"]!);
    }

    [Fact]
    public void Images_AreAWarning_ButForTheModelsThatSee()
    {
        ChatMessage message = new(ChatRole.User, [new TextContent("a"), new UriContent("https://x.test/a.png", "image/png")]);
        var request = Request("deepseek", "deepseek-chat", messages: [message]);

        Assert.Equal("a", (string?)Messages(request)[0]!["content"]);
        AssertWarnings(request, "content_not_sent:UriContent");
        Assert.Equal("image_url", (string?)Messages(Request("deepseek", "deepseek-v4-flash-vision-exp", messages: [message]))[0]!["content"]![1]!["type"]);
    }

    [Theory]
    [InlineData(ReasoningEffort.Low, "low")]
    [InlineData(ReasoningEffort.Medium, "medium")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.ExtraHigh, "max")]
    public void Effort_InTheVendorsWords(ReasoningEffort effort, string word) =>
        Assert.Equal($$$"""{"thinking":{"type":"enabled"},"reasoning_effort":"{{{word}}}"}""", Members(Request("deepseek", "deepseek-v4-pro", new() { Reasoning = new() { Effort = effort } })));
}
