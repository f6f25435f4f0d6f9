using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Hunyuan;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>protocols/hunyuan.md §5.</summary>
public sealed class HunyuanStreamTests
{
    /// <summary>The sample of §5, byte for byte: no wrapper, usage in every event, no [DONE].</summary>
    public const string Sample =
        """data: {"Note":"以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记","Choices":[{"FinishReason":"","Delta":{"Role":"assistant","Content":"1"}}],"Created":1700549760,"Id":"148b89ef-14e1-489f-8e70-b767e5b27d56","Usage":{"PromptTokens":4,"CompletionTokens":2,"TotalTokens":6}}""" + "\n\n" +
        """data: {"Note":"以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记","Choices":[{"FinishReason":"","Delta":{"Role":"assistant","Content":"+"}}],"Created":1700549760,"Id":"148b89ef-14e1-489f-8e70-b767e5b27d56","Usage":{"PromptTokens":4,"CompletionTokens":3,"TotalTokens":7}}""" + "\n\n" +
        """data: {"Note":"以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记","Choices":[{"FinishReason":"stop","Delta":{"Role":"assistant","Content":""}}],"Created":1700549760,"Id":"148b89ef-14e1-489f-8e70-b767e5b27d56","Usage":{"PromptTokens":4,"CompletionTokens":8,"TotalTokens":12}}""" + "\n\n";

    [Fact]
    public void Read_ThePagesSample()
    {
        var updates = Stream(Sample);

        Assert.Equal(3, updates.Count);
        Assert.All(updates, static update =>
        {
            Assert.Equal(("148b89ef-14e1-489f-8e70-b767e5b27d56", "148b89ef-14e1-489f-8e70-b767e5b27d56"), (update.ResponseId, update.MessageId));
            Assert.Equal((ChatRole.Assistant, DateTimeOffset.FromUnixTimeSeconds(1700549760)), (update.Role, update.CreatedAt));
        });
        Assert.Equal(["1", "+"], updates[..2].Select(static update => update.Text));
        Assert.Equal(["Note"], updates[0].AdditionalProperties!.Keys);
        Assert.Null(updates[1].AdditionalProperties);
        Assert.Null(updates[1].FinishReason);
        Assert.Equal(ChatFinishReason.Stop, updates[2].FinishReason);
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details;
        Assert.Equal((4L, 8L, 12L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    /// <summary>The name comes first with empty arguments, then an empty name with the whole argument text.</summary>
    [Theory]
    [InlineData("\"Id\":\"c1\",", "\"Id\":\"c1\",")]
    [InlineData("\"Id\":\"c1\",", "")]
    public void Read_ToolCall_IsPutTogether(string firstId, string secondId)
    {
        var updates = Stream(Events(
            Chunk($$$"""{"Role":"assistant","Content":"","ToolCalls":[{{{{firstId}}}"Type":"function","Function":{"Name":"get_weather","Arguments":""},"Index":0}]}"""),
            Chunk($$$"""{"Role":"assistant","Content":"","ToolCalls":[{{{{secondId}}}"Type":"function","Function":{"Name":"","Arguments":"{\"city\":\"北京\"}"},"Index":0}]}"""),
            Chunk("""{"Role":"assistant","Content":""}""", "tool_calls", """ "Usage":{"PromptTokens":4,"CompletionTokens":8,"TotalTokens":12} """)));

        Assert.Equal(2, updates.Count);
        Assert.Empty(updates[0].Contents);
        var call = Assert.IsType<FunctionCallContent>(updates[1].Contents[0]);
        Assert.Equal(("c1", "get_weather", "北京"), (call.CallId, call.Name, call.Arguments!["city"]!.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[1].FinishReason);
    }

    [Fact]
    public void Read_TwoCalls_DoNotMix()
    {
        var calls = Stream(Events(
            Chunk("""{"ToolCalls":[{"Id":"a","Function":{"Name":"f","Arguments":""},"Index":0}]}"""),
            Chunk("""{"ToolCalls":[{"Id":"b","Function":{"Name":"g","Arguments":""},"Index":1}]}"""),
            Chunk("""{"ToolCalls":[{"Id":"b","Function":{"Name":"","Arguments":"{\"x\":2}"},"Index":1}]}"""),
            Chunk("""{"ToolCalls":[{"Id":"a","Function":{"Name":"","Arguments":"{\"x\":1}"},"Index":0}]}"""),
            Chunk("""{"ToolCalls":[]}""", "tool_calls"))).ToChatResponse().Messages[0].Contents.OfType<FunctionCallContent>();

        Assert.Equal(["a f 1", "b g 2"], calls.Select(static call => $"{call.CallId} {call.Name} {call.Arguments!["x"]}"));
    }

    [Fact]
    public void Read_ArgumentsThatAreNoJson_AreTheCallsException()
    {
        var call = Stream(Events(Chunk("""{"ToolCalls":[{"Id":"a","Function":{"Name":"f","Arguments":"{broken"},"Index":0}]}""", "tool_calls"))).ToChatResponse().Messages[0].Contents.OfType<FunctionCallContent>().Single();

        Assert.NotNull(call.Exception);
    }

    [Fact]
    public void Read_Reasoning_ComesBeforeTheText()
    {
        var response = Stream(Events(Chunk("""{"Role":"assistant","Content":"","ReasoningContent":"hm"}"""), Text("Hi"), Text("", "stop"))).ToChatResponse();

        Assert.Equal(["hm", "Hi"], response.Messages[0].Contents.Select(static content => content is TextReasoningContent reasoning ? reasoning.Text : ((TextContent)content).Text));
    }

    [Fact]
    public void Read_HalfACharacter_WaitsForTheOther() =>
        Assert.Equal("😀", Stream(Events(Chunk("""{"Content":"\ud83d"}"""), Chunk("""{"Content":"\ude00"}""", "stop"))).ToChatResponse().Text);

    /// <summary>Nobody needs the end mark, but gateways in between send one.</summary>
    [Fact]
    public void Read_DoneAtTheEnd_IsTolerated() => Assert.Equal("1+", Stream(Sample + "data: [DONE]\n\n").ToChatResponse().Text);

    [Fact]
    public void Complete_DoneWithoutAReason_IsAProtocolViolation() => AssertFails(Events(Text("Hi")) + "data: [DONE]\n\n", OneApiErrorKind.ProtocolViolation);

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"Choices\":[{\"FinishReason\":\"\",\"Delta\":{\"Role\":\"assistant\",\"Content\":\"Hi\"}}]}\n\n")]
    public void Complete_WithoutARealReason_IsAProtocolViolation(string body) => AssertFails(body, OneApiErrorKind.ProtocolViolation);

    [Fact]
    public void Complete_StoppedWithNothing_IsAnEmptyResponse() => AssertFails(Events(Text("", "stop")), OneApiErrorKind.EmptyResponse);

    [Fact]
    public void Complete_SensitiveWithNothing_IsContentFiltered() => AssertFails(Events(Text("", "sensitive")), OneApiErrorKind.ContentFiltered);

    [Fact]
    public void Complete_SensitiveBehindText_IsAFilteredAnswer() => Assert.Equal(ChatFinishReason.ContentFilter, Stream(Events(Text("Hi"), Text("", "sensitive"))).ToChatResponse().FinishReason);

    [Theory]
    [InlineData(4000, OneApiErrorKind.ProviderUnavailable, true)]
    [InlineData(4000, OneApiErrorKind.ProviderUnavailable, false)]
    [InlineData(4001, OneApiErrorKind.Timeout, true)]
    [InlineData(4001, OneApiErrorKind.Timeout, false)]
    public void Read_ErrorMsg_IsTheError(int code, OneApiErrorKind expected, bool hasChoices)
    {
        var choices = hasChoices ? """[{"FinishReason":"","Delta":{"Role":"assistant","Content":""}}]""" : "[]";

        AssertFails(Events(Text("Hi"), $$$"""{"Choices":{{{choices}}},"ErrorMsg":{"Msg":"model timeout","Code":{{{code}}}}}"""), expected);
    }

    [Fact]
    public void Read_WrappedErrorAsAnEvent_IsTheError() => AssertFails(Events("""{"Response":{"RequestId":"r","Error":{"Code":"RequestLimitExceeded","Message":"x"}}}"""), OneApiErrorKind.RateLimited);

    [Fact]
    public void Read_StopText_IsHeldBack_AlsoOverChunks()
    {
        var updates = Stream(Events(Text("Hello E"), Text("N"), Text("D"), Text("", "stop")), Request(options: new() { StopSequences = ["END"] }, streaming: true));

        Assert.Equal(["Hello ", ""], updates.Select(static update => update.Text));
    }

    [Fact]
    public void Read_WhatLookedLikeAStopText_ComesAfterAll()
    {
        var updates = Stream(Events(Text("E"), Text("N"), Text("E"), Text("", "stop")), Request(options: new() { StopSequences = ["END"] }, streaming: true));

        Assert.Equal(["", "EN", "E"], updates.Select(static update => update.Text));
    }

    /// <summary>However the text is cut, a stream says the same as the whole, and it is the text without the stop text at its end.</summary>
    [Fact]
    public void StopText_HoweverTheAnswerIsCut() => Gen.Select(Gen.Char["ab"].Array[0, 12].Select(static chars => new string(chars)), Gen.OneOf("ab", "aab", "b", "abab").Array[1, 3], Gen.Int[1, 4].Array[1, 8]).Sample(
        static (text, stops, sizes) =>
        {
            var stop = new HunyuanStopText(stops);
            var streamed = new StringBuilder();
            for (int at = 0, i = 0; at < text.Length; i++)
            {
                var size = Math.Min(sizes[i % sizes.Length], text.Length - at);
                streamed.Append(stop.Push(text.Substring(at, size)));
                at += size;
            }

            streamed.Append(stop.Finish());
            var longest = stops.Where(one => text.EndsWith(one, StringComparison.Ordinal)).Select(static one => one.Length).DefaultIfEmpty().Max();
            Assert.Equal(text[..^longest], streamed.ToString());
        });

    [Fact]
    public void Read_StreamAndWhole_Agree()
    {
        var whole = Read(Whole("""{"Role":"assistant","Content":"Hi","ReasoningContent":"hm"}""", others: """ "Usage":{"PromptTokens":1,"CompletionTokens":2,"TotalTokens":3} """));
        var streamed = Stream(Events(Chunk("""{"Content":"","ReasoningContent":"hm"}"""), Text("Hi"), Chunk("""{"Content":""}""", "stop", """ "Usage":{"PromptTokens":1,"CompletionTokens":2,"TotalTokens":3} """))).ToChatResponse();

        Assert.Equal((whole.Text, whole.FinishReason, whole.ResponseId, whole.Usage!.TotalTokenCount), (streamed.Text, streamed.FinishReason, streamed.ResponseId, streamed.Usage!.TotalTokenCount));
        Assert.Equal(whole.Messages[0].Contents.Select(static content => content.GetType()), streamed.Messages[0].Contents.Select(static content => content.GetType()));
    }

    [Fact]
    public void Read_WhatIsNoJson_IsUnreadable() => Assert.ThrowsAny<JsonException>(() => Stream("data: {\"broken\": \n\n"));

    private static void AssertFails(string body, OneApiErrorKind expected) => Assert.Equal(expected, Assert.Throws<OneApiException>(() => Stream(body)).Kind);
}
