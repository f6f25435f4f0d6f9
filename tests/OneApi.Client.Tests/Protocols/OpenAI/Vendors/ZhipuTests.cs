using System.Text;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/zhipu.md §3 to §6.</summary>
public sealed class ZhipuTests
{
    /// <summary>The byte-exact sample of the page, and the blank lines between its events.</summary>
    private const string Sample = """
        data: {"id":"8313807536837492492","created":1706092316,"model":"glm-4-plus","choices":[{"index":0,"delta":{"role":"assistant","content":"土"}}]}

        data: {"id":"8313807536837492492","created":1706092316,"model":"glm-4-plus","choices":[{"index":0,"delta":{"role":"assistant","content":"星"}}]}

        data: {"id":"8313807536837492492","created":1706092316,"model":"glm-4-plus","choices":[{"index":0,"finish_reason":"length","delta":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":60,"completion_tokens":100,"total_tokens":160}}

        data: [DONE]


        """;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Stream_ThePagesSample_HoweverItIsCut(int slice)
    {
        var answer = (await StreamAsync(Sample, Request("zhipu", "glm-4-plus", streaming: true), slice)).ToChatResponse();

        Assert.Equal("土星", answer.Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal((60L, 100L, 160L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
        Assert.Equal("8313807536837492492", answer.ResponseId);
    }

    [Fact]
    public void Stream_ToolCallInOneDelta_IsACall()
    {
        var answer = Updates(
            "zhipu",
            """{"id":"1","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"x\"}"}}]}}]}""",
            """{"id":"1","choices":[{"index":0,"finish_reason":"tool_calls","delta":{"role":"assistant","content":""}}]}""",
            Done).ToChatResponse();

        Assert.Equal("""{"city":"x"}""", Arguments(Assert.Single(Calls(answer))));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Fact]
    public void Stream_ToolStream_IsPutTogether()
    {
        var answer = Updates(
            "zhipu",
            """{"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"function":{"arguments":"\"x\"}"}}]}}]}""",
            """{"choices":[{"index":0,"finish_reason":"tool_calls","delta":{"role":"assistant","content":""}}]}""",
            Done).ToChatResponse();

        Assert.Equal("""{"city":"x"}""", Arguments(Assert.Single(Calls(answer))));
    }

    [Fact]
    public async Task Stream_ErrorEvents_WithAndWithoutName()
    {
        const string Begin = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""" + "\n\n";
        const string Error = """data: {"error":{"code":"1301","message":"x"}}""" + "\n\n";

        foreach (var body in (string[])[Begin + Error, Begin + "event: error\n" + Error])
        {
            var failure = await Assert.ThrowsAsync<OneApiException>(() => StreamAsync(body, Request("zhipu", "glm-4-plus", streaming: true)));
            Assert.Equal((OneApiErrorKind.ContentFiltered, "1301"), (failure.Kind, failure.ProviderCode));
        }
    }

    [Theory]
    [InlineData("sensitive", "a", null)]
    [InlineData("sensitive", "", OneApiErrorKind.ContentFiltered)]
    [InlineData("network_error", "a", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("model_context_window_exceeded", "", OneApiErrorKind.ContextLengthExceeded)]
    public void FinishReasons_OfTheVendor(string word, string text, OneApiErrorKind? kind)
    {
        var body = $$$"""{"id":"1","choices":[{"index":0,"finish_reason":"{{{word}}}","message":{"role":"assistant","content":"{{{text}}}"}}]}""";
        string[] events = [$$$"""{"choices":[{"index":0,"finish_reason":"{{{word}}}","delta":{"role":"assistant","content":"{{{text}}}"}}]}""", Done];
        if (kind is null)
        {
            Assert.Equal(ChatFinishReason.ContentFilter, Read(body, "zhipu").FinishReason);
            Assert.Equal(ChatFinishReason.ContentFilter, Updates("zhipu", events).ToChatResponse().FinishReason);
            return;
        }

        Assert.Equal(kind, ReadFails(body, "zhipu").Kind);
        Assert.Equal(kind, StreamFails("zhipu", events).Kind);
    }

    [Fact]
    public void FinishReason_FullWindowWithText_IsLength() =>
        Assert.Equal(ChatFinishReason.Length, ReadMessage(""" "content":"a" """, "model_context_window_exceeded", "zhipu").FinishReason);

    [Fact]
    public void WebSearch_IsCitations_WholeAndStreamed()
    {
        const string Found = """ "web_search":[{"icon":"i","title":"T","link":"https://x.test/a","media":"m","content":"said"}] """;
        var whole = Read("""{"id":"1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}],""" + Found + "}", "zhipu");
        var streamed = Updates("zhipu", """{"choices":[{"index":0,"finish_reason":"stop","delta":{"role":"assistant","content":"a"}}],""" + Found + "}", Done).ToChatResponse();

        foreach (var answer in (ChatResponse[])[whole, streamed])
        {
            var citation = Assert.IsType<CitationAnnotation>(Assert.Single(answer.Messages[0].Contents.SelectMany(static content => content.Annotations ?? [])));
            Assert.Equal(("T", new Uri("https://x.test/a"), "said"), (citation.Title, citation.Url, citation.Snippet));
        }
    }

    [Fact]
    public void Usage_CachedAndReasoning()
    {
        var usage = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}],"usage":{"prompt_tokens":60,"completion_tokens":100,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":7}}}""", "zhipu").Usage!;

        Assert.Equal((5L, 7L), (usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    [Fact]
    public void SystemMessagesAlone_TheLastIsTheUsers()
    {
        var request = Request("zhipu", "glm-4-plus", new() { Instructions = "a" }, messages: [new(ChatRole.System, "b")]);

        AssertJson("""[{"role":"system","content":"a"},{"role":"user","content":"b"}]""", Messages(request));
        AssertWarnings(request, "setting_adjusted:system message");
        AssertJson("""[{"role":"system","content":"a"},{"role":"user","content":"hi"}]""", Messages(Request("zhipu", "glm-4-plus", new() { Instructions = "a" })));
    }

    [Fact]
    public void InstructionsAlone_AreTheUsers()
    {
        var request = new OneApi.Client.Protocols.ChatRequest
        {
            Messages = [],
            Options = new() { Instructions = "a" },
            Model = "glm-4-plus",
            Streaming = false,
            Endpoint = EndpointOf("zhipu"),
            Warnings = new(),
        };

        AssertJson("""[{"role":"user","content":"a"}]""", Messages(request));
    }

    [Fact]
    public void EmptyMessages_StayAway_WithAWarning()
    {
        var request = Request("zhipu", "glm-4-plus", messages: [User("a"), Assistant(new TextContent("")), User("b")]);

        AssertJson("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", Messages(request));
        AssertWarnings(request, "content_not_sent:empty message");
    }

    [Theory]
    [InlineData("glm-4-plus", """{"stop":["a"]}""", true)]
    [InlineData("glm-4.6", """{"stop":["a","b"]}""", false)]
    public void Stop_OneForOlderModels(string model, string members, bool warned)
    {
        var request = Request("zhipu", model, new() { StopSequences = ["a", "b"] });

        Assert.Equal(members, Members(request));
        Assert.Equal(warned, request.Warnings.Count == 1);
    }

    [Fact]
    public void User_HasAnotherName_AndALength()
    {
        Assert.Equal("""{"user_id":"user-1"}""", Members(Request("zhipu", "glm-4-plus", new() { AdditionalProperties = new() { ["user"] = "user-1" } })));

        var request = Request("zhipu", "glm-4-plus", new() { AdditionalProperties = new() { ["user"] = "u" } });
        Assert.Equal("{}", Members(request));
        AssertWarnings(request, "setting_not_honoured:user");
    }

    [Fact]
    public void MembersThatTheVendorDoesNotKnow_StayAway_EvenTheCallersOwn()
    {
        var request = Request("zhipu", "glm-4-plus", new() { AdditionalProperties = new() { ["n"] = 2, ["logit_bias"] = 1, ["request_id"] = "r", ["sensitive_word_check"] = true } });

        Assert.Equal("""{"request_id":"r","sensitive_word_check":true}""", Members(request));
        AssertWarnings(request, "setting_not_honoured:n", "setting_not_honoured:logit_bias");
    }

    [Fact]
    public void WebSearch_IsATool()
    {
        var search = new HostedWebSearchTool(new Dictionary<string, object?> { ["search_query"] = "q" });

        Assert.Equal("""{"tools":[{"type":"web_search","web_search":{"search_query":"q","enable":true,"search_result":true}}]}""", Members(Request("zhipu", "glm-4-plus", new() { Tools = [search] })));
        var off = new HostedWebSearchTool(new Dictionary<string, object?> { ["enable"] = false });
        Assert.Equal("""{"tools":[{"type":"web_search","web_search":{"enable":false,"search_result":true}}]}""", Members(Request("zhipu", "glm-4-plus", new() { Tools = [off] })));
    }

    [Fact]
    public void Media_InTheVendorsParts()
    {
        var request = Request("zhipu", "glm-4v-plus", messages:
        [
            new(ChatRole.User,
            [
                new DataContent(Encoding.UTF8.GetBytes("abc"), "image/png"),
                new UriContent("https://x.test/a.png", "image/png"),
                new UriContent("https://x.test/a.mp4", "video/mp4"),
                new UriContent("https://x.test/a.pdf", "application/pdf"),
                new DataContent(Encoding.UTF8.GetBytes("abc"), "application/pdf"),
            ]),
        ]);

        AssertJson(
            """[{"type":"image_url","image_url":{"url":"YWJj"}},{"type":"image_url","image_url":{"url":"https://x.test/a.png"}},{"type":"video_url","video_url":{"url":"https://x.test/a.mp4"}},{"type":"file_url","file_url":{"url":"https://x.test/a.pdf"}}]""",
            Messages(request)[0]!["content"]);
        AssertWarnings(request, "content_not_sent:DataContent");
    }
}
