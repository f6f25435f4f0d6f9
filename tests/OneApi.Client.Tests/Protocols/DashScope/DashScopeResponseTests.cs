using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §4, §9, §11, §12.</summary>
public sealed class DashScopeResponseTests
{
    /// <summary>The sample of §4.</summary>
    [Fact]
    public void Read_ThePagesSample()
    {
        var response = Read(
            """
            {"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Hello!"}}]},
             "usage":{"total_tokens":25,"output_tokens":5,"input_tokens":20},
             "request_id":"9f4bcdcd-…"}
            """);

        Assert.Equal(("Hello!", "9f4bcdcd-…"), (response.Text, response.ResponseId));
        Assert.Equal("9f4bcdcd-…", Assert.Single(response.Messages).MessageId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((20, 5, 25), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Null(response.AdditionalProperties);
    }

    [Fact]
    public void Read_TextFormat() => Assert.Equal(
        ("Hi", ChatFinishReason.Length),
        (Read("""{"output":{"text":"Hi","finish_reason":"length"},"request_id":"r"}""") is var response ? response.Text : null, response.FinishReason));

    [Fact]
    public void Read_ReasoningAndToolCalls()
    {
        var response = Read(Chunk(
            """
            {"role":"assistant","content":"","reasoning_content":"hm",
             "tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"location\": \"Köln\"}"}},
                           {"index":1,"id":"call_2","type":"function","function":{"name":"time","arguments":""}}]}
            """,
            "\"tool_calls\""));

        var contents = Assert.Single(response.Messages).Contents;
        Assert.Equal("hm", Assert.IsType<TextReasoningContent>(contents[0]).Text);
        var call = Assert.IsType<FunctionCallContent>(contents[1]);
        Assert.Equal(("call_1", "weather", "Köln"), (call.CallId, call.Name, call.Arguments!["location"]!.ToString()));
        Assert.Equal(("call_2", "time"), (Assert.IsType<FunctionCallContent>(contents[2]).CallId, ((FunctionCallContent)contents[2]).Name));
        Assert.Equal(3, contents.Count);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public void Read_MultimodalContent_TextsAreJoined_MediaAreAddresses()
    {
        var contents = Read(Chunk("""{"role":"assistant","content":[{"text":"a"},{"image":"https://a/b.png"},{"text":"b"},{"box":[1,2]}]}""", "\"stop\"")).Messages[0].Contents;

        Assert.Equal("ab", Assert.IsType<TextContent>(contents[0]).Text);
        Assert.Equal("https://a/b.png", Assert.IsType<UriContent>(contents[1]).Uri.ToString());
        Assert.True(Assert.IsType<JsonElement>(contents[2].RawRepresentation).TryGetProperty("box", out _));
    }

    [Fact]
    public void Read_UnknownMembers_ComeBack()
    {
        var response = Read("""{"status_code":200,"code":"","message":"","output":{"choices":[{"finish_reason":"stop","logprobs":{"content":[]},"message":{"content":"a","future":1}}],"search_info":{"search_results":[]}},"request_id":"r","new":true}""");

        Assert.Equal(["future", "logprobs", "new", "search_info"], response.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_Usage_OfEveryKind()
    {
        var usage = Read(Chunk(
            """{"content":"a"}""",
            "\"stop\"",
            """{"input_tokens":100,"output_tokens":50,"image_tokens":60,"output_tokens_details":{"reasoning_tokens":30,"text_tokens":20},"prompt_tokens_details":{"cached_tokens":40},"cache_creation_input_tokens":7}""")).Usage!;

        Assert.Equal((100, 50, 150), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Equal((30, 40), (usage.ReasoningTokenCount, usage.CachedInputTokenCount));
        Assert.Equal((60, 7, 20), (usage.AdditionalCounts!["image_tokens"], usage.AdditionalCounts["cache_creation_input_tokens"], usage.AdditionalCounts["output_tokens_details.text_tokens"]));
    }

    [Theory]
    [InlineData("\"stop\"", "stop")]
    [InlineData("\"length\"", "length")]
    [InlineData("\"tool_calls\"", "tool_calls")]
    [InlineData("\"content_filter\"", "content_filter")]
    [InlineData("\"something_new\"", "something_new")]
    [InlineData("\"null\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Read_FinishReasons(string wire, string? expected) => Assert.Equal(expected, Read(Chunk("""{"content":"a"}""", wire)).FinishReason?.Value);

    [Theory]
    [InlineData("""{"output":{"choices":[]},"request_id":"r"}""")]
    [InlineData("""{"output":{},"request_id":"r"}""")]
    [InlineData("""{"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":""}}]},"request_id":"r"}""")]
    [InlineData("""{"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":[],"tool_calls":[]}}]},"request_id":"r"}""")]
    public void Read_NothingInIt_IsAnEmptyResponse(string body) => Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Fact]
    public void Read_NothingPassedTheFilter_IsContentFiltered() =>
        Assert.Equal(OneApiErrorKind.ContentFiltered, Assert.Throws<OneApiException>(() => Read(Chunk("""{"content":""}""", "\"content_filter\""))).Kind);

    [Theory]
    [InlineData("""{"code":"DataInspectionFailed","message":"Input data may contain inappropriate content.","request_id":"r7"}""", OneApiErrorKind.ContentFiltered)]
    [InlineData("""{"output":null,"code":"Throttling.RateQuota","message":"x","request_id":"r7"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"x","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"r7"}""", OneApiErrorKind.Authentication)]
    public void Read_ErrorUnderA200_IsTheError(string body, OneApiErrorKind expected)
    {
        var error = Assert.Throws<OneApiException>(() => Read(body));

        Assert.Equal((expected, "r7"), (error.Kind, error.RequestId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html></html>")]
    [InlineData("""{"output":{"choices":[{"mess""")]
    public void Read_NoAnswerAtAll_IsNotJson(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    /// <summary>A model that thinks is streamed on the wire; the caller gets one answer (§7).</summary>
    [Fact]
    public void Read_WholeAnswerOfAThinkingModel_IsPutTogether()
    {
        var request = Request(options: new() { Reasoning = new() { Effort = ReasoningEffort.High } });

        var response = Read(DashScopeStreamTests.Sample, request);

        var message = Assert.Single(response.Messages);
        Assert.Equal(["The", "Hi"], message.Contents.Select(static content => content is TextReasoningContent reasoning ? reasoning.Text : ((TextContent)content).Text));
        Assert.Equal("a1959ad1-2d1a-9a1a-8a1a-000000000001", response.ResponseId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((287, 4, 291, 1), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.ReasoningTokenCount));
    }

    [Fact]
    public void Read_CutAnswerOfAThinkingModel_IsAProtocolViolation() => Assert.Equal(
        OneApiErrorKind.ProtocolViolation,
        Assert.Throws<OneApiException>(() => Read(Events(Chunk("""{"content":"a"}""")), Request(model: "qwq-plus"))).Kind);
}
