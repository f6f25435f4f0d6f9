using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §5, §6.</summary>
public sealed class DashScopeStreamTests
{
    /// <summary>The sample of §5, byte for byte: LF line ends, no space after the colons, no [DONE].</summary>
    public const string Sample =
        "id:1\nevent:result\n:HTTP_STATUS/200\n" +
        """data:{"output":{"choices":[{"message":{"content":"","reasoning_content":"The","role":"assistant"},"finish_reason":"null"}]},"usage":{"total_tokens":290,"output_tokens":3,"input_tokens":287,"output_tokens_details":{"reasoning_tokens":1}},"request_id":"a1959ad1-2d1a-9a1a-8a1a-000000000001"}""" + "\n\n" +
        "id:2\nevent:result\n:HTTP_STATUS/200\n" +
        """data:{"output":{"choices":[{"message":{"content":"Hi","reasoning_content":"","role":"assistant"},"finish_reason":"null"}]},"usage":{"total_tokens":291,"output_tokens":4,"input_tokens":287,"output_tokens_details":{"reasoning_tokens":1}},"request_id":"a1959ad1-2d1a-9a1a-8a1a-000000000001"}""" + "\n\n" +
        "id:3\nevent:result\n:HTTP_STATUS/200\n" +
        """data:{"output":{"choices":[{"message":{"content":"","role":"assistant"},"finish_reason":"stop"}]},"usage":{"total_tokens":291,"output_tokens":4,"input_tokens":287,"output_tokens_details":{"reasoning_tokens":1}},"request_id":"a1959ad1-2d1a-9a1a-8a1a-000000000001"}""" + "\n\n";

    [Fact]
    public void Read_ThePagesSample()
    {
        var updates = Stream(Sample);

        Assert.Equal(3, updates.Count);
        Assert.All(updates, static update =>
        {
            Assert.Equal(("a1959ad1-2d1a-9a1a-8a1a-000000000001", "a1959ad1-2d1a-9a1a-8a1a-000000000001"), (update.ResponseId, update.MessageId));
            Assert.Equal(ChatRole.Assistant, update.Role);
        });
        Assert.Equal("The", Assert.IsType<TextReasoningContent>(Assert.Single(updates[0].Contents)).Text);
        Assert.Equal("Hi", Assert.IsType<TextContent>(Assert.Single(updates[1].Contents)).Text);
        Assert.Null(updates[1].FinishReason);
        Assert.Equal(ChatFinishReason.Stop, updates[2].FinishReason);
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details;
        Assert.Equal((287, 4, 291, 1), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.ReasoningTokenCount));
    }

    /// <summary>The fragments of §6 in the native frame: later ones have an empty id, and the last brings the finish reason too.</summary>
    [Fact]
    public void Read_ToolCall_IsPutTogether()
    {
        var updates = Stream(Events(
            Chunk("""{"role":"assistant","content":"","tool_calls":[{"index":0,"id":"call_eee11723464a4b9eb8cee71d","type":"function","function":{"name":"weather","arguments":""}}]}"""),
            Chunk("""{"role":"assistant","content":"","tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":"{\"location\": \"San Francisco"}}]}"""),
            Chunk("""{"role":"assistant","content":"","tool_calls":[{"index":0,"id":"","type":"function","function":{"name":"","arguments":"\"}"}}]}""", "\"tool_calls\"", """{"input_tokens":295,"output_tokens":22}""")));

        Assert.Equal(2, updates.Count);
        Assert.Empty(updates[0].Contents);
        var call = Assert.IsType<FunctionCallContent>(updates[1].Contents[0]);
        Assert.Equal(("call_eee11723464a4b9eb8cee71d", "weather", "San Francisco"), (call.CallId, call.Name, call.Arguments!["location"]!.ToString()));
        Assert.Equal(317, Assert.IsType<UsageContent>(updates[1].Contents[1]).Details.TotalTokenCount);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[1].FinishReason);
    }

    [Fact]
    public void Read_MultimodalFrames_EmptyArraysSayNothing()
    {
        var updates = Stream(Events(
            Chunk("""{"role":"assistant","content":[]}""", "null"),
            Chunk("""{"role":"assistant","content":[{"text":"Hi"}]}""", "null"),
            Chunk("""{"role":"assistant","content":[]}""", "\"stop\"")));

        Assert.Equal(2, updates.Count);
        Assert.Equal("Hi", updates.ToChatResponse().Text);
    }

    [Fact]
    public void Read_CumulativeFrames_AreReducedToWhatIsNew()
    {
        var request = Request(options: new() { AdditionalProperties = new() { ["incremental_output"] = false } }, streaming: true);
        AssertJson("""{"result_format":"message","incremental_output":false}""", Write(request)["parameters"]);

        var updates = Stream(
            Events(
                Chunk("""{"content":"","reasoning_content":"a"}"""),
                Chunk("""{"content":"","reasoning_content":"ab"}"""),
                Chunk("""{"content":"x","reasoning_content":"ab"}"""),
                Chunk("""{"content":"xy","reasoning_content":"ab","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":"}}]}"""),
                Chunk("""{"content":"xy","reasoning_content":"ab","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":1}"}}]}""", "\"tool_calls\"")),
            request);

        Assert.Equal(["a", "b"], updates.SelectMany(static update => update.Contents).OfType<TextReasoningContent>().Select(static content => content.Text));
        Assert.Equal(["x", "y"], updates.SelectMany(static update => update.Contents).OfType<TextContent>().Select(static content => content.Text));
        Assert.Equal("1", Assert.Single(updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()).Arguments!["a"]!.ToString());
    }

    [Fact]
    public void Read_UsageAfterTheFinish_StillCounts()
    {
        var updates = Stream(Events(Chunk("""{"content":"Hi"}""", "\"stop\""), """{"output":{"choices":[]},"usage":{"input_tokens":1,"output_tokens":2},"request_id":"r1"}"""));

        Assert.Equal(3, updates.ToChatResponse().Usage!.TotalTokenCount);
    }

    [Fact]
    public void Read_HalfACharacter_WaitsForTheOther() =>
        Assert.Equal("😀", Stream(Events(Chunk("""{"content":"\ud83d"}"""), Chunk("""{"content":"\ude00"}""", "\"stop\""))).ToChatResponse().Text);

    [Fact]
    public void Read_UnknownMembers_ComeBackOnce()
    {
        var updates = Stream(Events(
            """{"output":{"search_info":{"n":1},"choices":[{"message":{"content":"a"},"finish_reason":"null"}]}}""",
            """{"output":{"search_info":{"n":1},"choices":[{"message":{"content":"b"},"finish_reason":"stop"}]}}"""));

        Assert.Equal(["search_info"], updates[0].AdditionalProperties!.Keys);
        Assert.Null(updates[1].AdditionalProperties);
    }

    /// <summary>The error frame of §5.</summary>
    [Theory]
    [InlineData("error", false)]
    [InlineData("error", true)]
    [InlineData("result", false)]
    [InlineData("result", true)]
    public void Read_ErrorFrame_IsTheError(string type, bool afterContent)
    {
        var body = (afterContent ? Events(Chunk("""{"content":"Hi"}""")) : "") + Event("""{"code":"InvalidParameter","message":"Parameter error.","request_id":"0a1b…"}""", type, 400);

        var error = Assert.Throws<OneApiException>(() => Stream(body));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "InvalidParameter", "Parameter error.", "0a1b…"), (error.Kind, error.ProviderCode, error.ProviderMessage, error.RequestId));
    }

    [Fact]
    public void Complete_CutAfterContent_IsAProtocolViolation() =>
        Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(() => Stream(Events(Chunk("""{"content":"Hi"}""")))).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("data:{\"output\":{\"choices\":[{\"message\":{\"content\":\"\",\"role\":\"assistant\"},\"finish_reason\":\"null\"}]}}\n\n")]
    public void Complete_CutBeforeContent_IsProtocolViolation(string body) =>
        Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(() => Stream(body)).Kind);

    [Fact]
    public void Complete_FinishedWithNothing_IsAnEmptyResponse() =>
        Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Stream(Events(Chunk("""{"content":""}""", "\"stop\"")))).Kind);

    [Fact]
    public void Read_StreamAndWhole_Agree()
    {
        var whole = Read(Chunk("""{"content":"Hi","reasoning_content":"The"}""", "\"stop\"", """{"input_tokens":1,"output_tokens":2}"""));
        var streamed = Stream(Events(Chunk("""{"content":"","reasoning_content":"The"}"""), Chunk("""{"content":"Hi"}""", "\"stop\"", """{"input_tokens":1,"output_tokens":2}"""))).ToChatResponse();

        Assert.Equal((whole.Text, whole.FinishReason, whole.ResponseId, whole.Usage!.TotalTokenCount), (streamed.Text, streamed.FinishReason, streamed.ResponseId, streamed.Usage!.TotalTokenCount));
        Assert.Equal(whole.Messages[0].Contents.Select(static content => content.GetType()), streamed.Messages[0].Contents.Select(static content => content.GetType()));
    }
}
