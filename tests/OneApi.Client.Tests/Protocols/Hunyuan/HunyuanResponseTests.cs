using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>protocols/hunyuan.md §4, §7.</summary>
public sealed class HunyuanResponseTests
{
    private const string Answer =
        """
        {"RequestId":"a8b6…","Note":"以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记","Choices":[{"Index":0,"Message":{"Role":"assistant","Content":"Hello"},"FinishReason":"stop"}],
         "Created":1700549760,"Id":"148b89ef-…","Usage":{"PromptTokens":4,"CompletionTokens":2,"TotalTokens":6}}
        """;

    [Theory]
    [InlineData("{\"Response\":" + Answer + "}")]
    [InlineData(Answer)]
    [InlineData("\uFEFF \r\n" + Answer)]
    public void Read_TheSample_WrappedOrNot(string body)
    {
        var response = Read(body);

        Assert.Equal(("Hello", ChatFinishReason.Stop, "148b89ef-…"), (response.Text, response.FinishReason, response.ResponseId));
        Assert.Equal(response.ResponseId, response.Messages[0].MessageId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700549760), response.CreatedAt);
        Assert.Equal((4L, 2L, 6L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(["Note"], response.AdditionalProperties!.Keys);
    }

    [Fact]
    public void Read_ReasoningAndCalls()
    {
        var response = Read(Whole(
            """{"Role":"assistant","Content":"one moment","ReasoningContent":"hmm","ToolCalls":[{"Id":"c1","Type":"function","Function":{"Name":"f","Arguments":"{\"a\":1}"},"Index":0},{"Id":"c2","Type":"function","Function":{"Name":"g","Arguments":""},"Index":1}]}""",
            "tool_calls"));

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var contents = response.Messages[0].Contents;
        Assert.Equal("hmm", Assert.IsType<TextReasoningContent>(contents[0]).Text);
        Assert.Equal("one moment", Assert.IsType<TextContent>(contents[1]).Text);
        Assert.Equal(["c1 f 1", "c2 g "], contents.OfType<FunctionCallContent>().Select(static call => $"{call.CallId} {call.Name} {(call.Arguments!.TryGetValue("a", out var value) ? value : null)}"));
    }

    /// <summary>The count of cached tokens is a string.</summary>
    [Fact]
    public void Read_Usage_CachedTokensAreText()
    {
        var usage = Read(Whole("""{"Content":"x"}""", others: """ "Usage":{"PromptTokens":10,"CompletionTokens":2,"TotalTokens":12,"PromptTokensDetails":{"CachedTokens":"8"},"Other":3}""")).Usage!;

        Assert.Equal((10L, 2L, 12L, 8L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount));
        Assert.Equal(3, usage.AdditionalCounts!["Other"]);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("sensitive", "content_filter")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("length", "length")]
    [InlineData("odd", "odd")]
    public void Read_FinishReasons(string word, string expected) => Assert.Equal(expected, Read(Whole("""{"Content":"x"}""", word)).FinishReason!.Value.Value);

    /// <summary>The vendor stops behind the stop text, so it stands at the answer's end.</summary>
    [Theory]
    [InlineData("Hello END", "Hello ")]
    [InlineData("Hello", "Hello")]
    [InlineData("Hello EN", "Hello EN")]
    [InlineData("END of it END", "END of it ")]
    [InlineData("Hello\n", "Hello")]
    [InlineData("END", "")]
    public void Read_StopText_IsTakenOff(string said, string expected)
    {
        var body = Whole($$"""{"Content":"{{System.Text.Json.JsonEncodedText.Encode(said)}}"}""");

        Assert.Equal(expected, Read(body, Request(options: new() { StopSequences = ["END", "\n"] })).Text);
        Assert.Equal(said, Read(body).Text);
    }

    /// <summary>Whoever writes the stop texts in Tencent's words gets Tencent's answer.</summary>
    [Fact]
    public void Read_StopTextOfARawRequest_Stays() =>
        Assert.Equal("Hello END", Read(Whole("""{"Content":"Hello END"}"""), Request(options: new() { StopSequences = ["END"], AdditionalProperties = new() { ["Stop"] = new[] { "END" } } })).Text);

    [Fact]
    public void Read_SensitiveWithText_IsAnAnswer_WithItsReplacements()
    {
        var response = Read(Whole("""{"Content":"so far"}""", "sensitive", """ "Replaces":[{"Id":"1","Text":"…"}],"ModerationLevel":"2" """));

        Assert.Equal(("so far", ChatFinishReason.ContentFilter), (response.Text, response.FinishReason));
        Assert.Equal(["Replaces", "ModerationLevel"], response.AdditionalProperties!.Keys);
    }

    [Fact]
    public void Read_SensitiveWithNothing_IsContentFiltered() =>
        Assert.Equal(OneApiErrorKind.ContentFiltered, Assert.Throws<OneApiException>(() => Read(Whole("""{"Content":""}""", "sensitive"))).Kind);

    [Theory]
    [InlineData("""{"Response":{"RequestId":"r","Choices":[{"Index":0,"Message":{"Role":"assistant","Content":""},"FinishReason":"stop"}]}}""")]
    [InlineData("""{"Response":{"RequestId":"r","Choices":[]}}""")]
    [InlineData("""{"Response":{"RequestId":"r"}}""")]
    [InlineData("""{}""")]
    public void Read_Nothing_IsAnEmptyResponse(string body) => Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("""{"Response":{"RequestId":"a1","Error":{"Code":"InvalidParameter","Message":"Temperature must be 2 or less"}}}""")]
    [InlineData("""{"RequestId":"a1","Error":{"Code":"InvalidParameter","Message":"Temperature must be 2 or less"}}""")]
    public void Read_Error_UnderStatus200(string body)
    {
        var error = Assert.Throws<OneApiException>(() => Read(body));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "InvalidParameter", "Temperature must be 2 or less", "a1"), (error.Kind, error.ProviderCode, error.ProviderMessage, error.RequestId));
    }

    [Theory]
    [InlineData(4000, OneApiErrorKind.ProviderUnavailable)]
    [InlineData(4001, OneApiErrorKind.Timeout)]
    [InlineData(4999, OneApiErrorKind.Unknown)]
    public void Read_ErrorMsgBesideAnAnswer_IsTheError(int code, OneApiErrorKind expected) =>
        Assert.Equal(expected, Assert.Throws<OneApiException>(() => Read(Whole("""{"Content":"half"}""", others: $$""" "ErrorMsg":{"Msg":"x","Code":{{code}}}"""))).Kind);

    [Theory]
    [InlineData("""{"Msg":"","Code":0}""")]
    [InlineData("null")]
    public void Read_ErrorMsgThatSaysNothing_IsNoError(string value) => Assert.Equal("fine", Read(Whole("""{"Content":"fine"}""", others: $"\"ErrorMsg\":{value}")).Text);

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"Response\":{\"Choices\":[{\"Message\":{\"Content\":\"cut")]
    public void Read_WhatIsNoAnswer_IsUnreadable(string body) => Assert.ThrowsAny<System.Text.Json.JsonException>(() => Read(body));
}
