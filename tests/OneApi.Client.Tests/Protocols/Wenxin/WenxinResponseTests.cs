using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §4, §7, §8.</summary>
public sealed class WenxinResponseTests
{
    [Fact]
    public void Read_ThePagesSample()
    {
        var response = Read("""
            {"id":"as-fg4g836x8n","object":"chat.completion","created":1709716601,"result":"Hello","is_truncated":false,
             "need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":2,"completion_tokens":221,"total_tokens":223}}
            """);

        Assert.Equal(("Hello", "as-fg4g836x8n", ChatFinishReason.Stop), (response.Text, response.ResponseId, response.FinishReason));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1709716601), response.CreatedAt);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal((2, 221, 223), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Null(response.AdditionalProperties);
    }

    [Theory]
    [InlineData("""{"result":"x"}""", "stop")]
    [InlineData("""{"result":"x","finish_reason":"normal"}""", "stop")]
    [InlineData("""{"result":"x","finish_reason":"stop"}""", "stop")]
    [InlineData("""{"result":"x","finish_reason":"length"}""", "length")]
    [InlineData("""{"result":"x","finish_reason":"normal","is_truncated":true}""", "length")]
    [InlineData("""{"result":"","is_truncated":true}""", "length")]
    [InlineData("""{"result":"x","finish_reason":"content_filter"}""", "content_filter")]
    [InlineData("""{"result":"I can't say.","finish_reason":"normal","need_clear_history":true}""", "content_filter")]
    [InlineData("""{"result":"I can't say.","is_truncated":true,"need_clear_history":true,"ban_round":-1}""", "content_filter")]
    [InlineData("""{"result":"","finish_reason":"function_call","function_call":{"name":"f","arguments":"{}"}}""", "tool_calls")]
    [InlineData("""{"result":"","function_call":{"name":"f","arguments":"{}"}}""", "tool_calls")]
    [InlineData("""{"result":"x","finish_reason":"plugin"}""", "plugin")]
    public void Read_FinishReasons(string body, string expected) => Assert.Equal(expected, Read(body).FinishReason!.Value.Value);

    [Fact]
    public void Read_AFilteredAnswer_TellsFromWhichTurn()
    {
        var response = Read("""{"id":"as-1","result":"I can't say.","need_clear_history":true,"ban_round":-1,"finish_reason":"normal"}""");

        Assert.Equal(("I can't say.", ChatFinishReason.ContentFilter), (response.Text, response.FinishReason));
        Assert.Equal(-1, ((JsonElement)response.AdditionalProperties!["ban_round"]!).GetInt32());
        Assert.True(((JsonElement)response.AdditionalProperties["need_clear_history"]!).GetBoolean());
    }

    [Fact]
    public void Read_AFunctionCall_GetsAnIdAndItsThoughts()
    {
        var response = Read("""{"id":"as-7","result":"","finish_reason":"function_call","function_call":{"name":"get_weather","arguments":"{\"city\": \"北京\"}","thoughts":"The user wants weather."}}""");

        var contents = Assert.Single(response.Messages).Contents;
        Assert.Equal("The user wants weather.", Assert.IsType<TextReasoningContent>(contents[0]).Text);
        var call = Assert.IsType<FunctionCallContent>(contents[1]);
        Assert.Equal(("call_as-7", "get_weather", "北京"), (call.CallId, call.Name, call.Arguments!["city"]!.ToString()));
    }

    [Theory]
    [InlineData("""{"a":1}""", false)]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"{broken\"", true)]
    [InlineData("[1]", true)]
    public void Read_ArgumentsOfAnyShape(string arguments, bool isBroken)
    {
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(Read($$$"""{"id":"as-7","function_call":{"name":"f","arguments":{{{arguments}}}}}""").Messages[0].Contents));

        Assert.Equal(isBroken, call.Exception is not null);
    }

    [Fact]
    public void Read_Sources_AreCitations()
    {
        var response = Read("""{"id":"as-1","result":"See.","search_info":{"search_results":[{"index":1,"url":"https://example.com/a","title":"A"}]},"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"plugins":[{"name":"p"}]}}""");

        var citation = Assert.IsType<CitationAnnotation>(Assert.Single(response.Messages[0].Contents.SelectMany(static content => content.Annotations ?? [])));
        Assert.Equal(("A", "https://example.com/a"), (citation.Title, citation.Url!.ToString()));
        Assert.Equal(["search_info", "usage.plugins"], response.AdditionalProperties!.Keys.Order());
    }

    [Theory]
    [InlineData("""{"id":"as-1","result":"","is_truncated":false,"finish_reason":"normal"}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"id":"as-1","result":"","function_call":null}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"id":"as-1","result":"","need_clear_history":true}""", OneApiErrorKind.ContentFiltered)]
    public void Read_NothingToShow_IsAnError(string body, OneApiErrorKind expected) => Assert.Equal(expected, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"as-1","result":"He""")]
    [InlineData("<html></html>")]
    public void Read_WhatIsNoAnswer_IsNotJson(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    [Fact]
    public void Read_WithoutAnId_MakesOne() => Assert.StartsWith("resp_", Read("""{"result":"x"}""").ResponseId, StringComparison.Ordinal);

    [Fact]
    public void Read_HalfACharacter_IsReadAsFarAsItGoes() => Assert.Equal("a", Read("""{"result":"a\ud83d"}""").Text);
}
