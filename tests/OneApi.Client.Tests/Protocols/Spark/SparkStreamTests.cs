using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>protocols/spark.md §5, §10, §11.</summary>
public class SparkStreamTests
{
    private const string Usage = """{"question_tokens":4,"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}""";

    [Fact]
    public void Frames_OfThePage_MakeOneAnswer()
    {
        var updates = Read(Request(), Frame(0, 0, Said("Hello")), Frame(1, 1, Said(", how can I")), Frame(2, 2, Said(" help?"), Usage));

        Assert.Equal(["Hello", ", how can I", " help?", ""], updates.Select(static update => update.Text));
        Assert.All(updates, static update => Assert.Equal(("cht1", "cht1", ChatRole.Assistant), (update.ResponseId, update.MessageId, update.Role)));
        Assert.Equal([null, null, ChatFinishReason.Stop, ChatFinishReason.Stop], updates.Select(static update => update.FinishReason));
        var answer = updates.ToChatResponse();
        Assert.Equal("Hello, how can I help?", answer.Text);
        Assert.Equal((5L, 9L, 14L, 4L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount, answer.Usage.AdditionalCounts!["question_tokens"]));
        Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>());
    }

    /// <summary>The vendor's sample, byte for byte: a short answer is one frame.</summary>
    [Fact]
    public void TheFinalFrameOfThePage_IsAnAnswer()
    {
        var answer = Answer("""{"header":{"code":0,"message":"Success","sid":"cht000cb087@dx18793cd421fb894542","status":2},"payload":{"choices":{"status":2,"seq":0,"text":[{"content":"我可以帮助你的吗？","role":"assistant","index":0}]},"usage":{"text":{"question_tokens":4,"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}}}}""");

        Assert.Equal(("我可以帮助你的吗？", "cht000cb087@dx18793cd421fb894542", ChatFinishReason.Stop), (answer.Text, answer.ResponseId, answer.FinishReason));
    }

    [Fact]
    public void ReadChat_ReadsOneFrame() =>
        Assert.Equal("a", Protocol.ReadChat(Encoding.UTF8.GetBytes(Frame(2, 0, Said("a"))), Request()).Text);

    [Fact]
    public void AFunctionCall_HasAnIdOfTheCallsOwn()
    {
        var answer = Answer(Frame(2, 0, """{"content":"","role":"assistant","content_type":"text","function_call":{"arguments":"{\"city\":\"Beijing\"}","name":"get_weather"},"index":0}""", Usage));

        var call = Assert.Single(answer.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal(("call_cht1", "get_weather", "Beijing"), (call.CallId, call.Name, ((JsonElement)call.Arguments!["city"]!).GetString()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Fact]
    public void ArgumentsThatAreAnObject_AreRead_AndBrokenOnesAreTheCallsOwnFault()
    {
        var whole = Answer(Frame(2, 0, """{"content":"","function_call":{"name":"f","arguments":{"a":1}}}"""));
        var broken = Answer(Frame(2, 0, """{"content":"","function_call":{"name":"f","arguments":"{\"a\":"}}"""));

        Assert.Equal(["a"], Assert.Single(whole.Messages[0].Contents.OfType<FunctionCallContent>()).Arguments!.Keys);
        Assert.NotNull(Assert.Single(broken.Messages[0].Contents.OfType<FunctionCallContent>()).Exception);
    }

    [Fact]
    public void Reasoning_StandsBesideTheText()
    {
        var answer = Answer(
            Frame(0, 0, """{"reasoning_content":"let me ","content":"","role":"assistant"}"""),
            Frame(1, 1, """{"reasoning_content":"think","content":"","role":"assistant"}"""),
            Frame(2, 2, Said("42")));

        Assert.Equal("let me think", string.Concat(answer.Messages[0].Contents.OfType<TextReasoningContent>().Select(static content => content.Text)));
        Assert.Equal("42", answer.Text);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void AnAnswerAsLongAsItMayBe_WasCut(int limit, bool wasCut)
    {
        var updates = Read(Request(options: new() { MaxOutputTokens = limit }), Frame(2, 0, Said("a"), Usage));

        Assert.Equal(wasCut ? ChatFinishReason.Length : ChatFinishReason.Stop, updates.ToChatResponse().FinishReason);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void AGapOrRepeat_IsReported_AndNoTextIsLost(int first, int second)
    {
        var request = Request();

        var updates = Read(request, Frame(0, first, Said("a")), Frame(2, second, Said("b")));

        Assert.Equal("ab", updates.ToChatResponse().Text);
        Assert.Equal(["malformed_event:stream"], WarningsOf(request));
    }

    [Fact]
    public void NothingAtAll_IsNoProvider_AndACloseBeforeTheLastFrame_IsABrokenAnswer()
    {
        Assert.Equal(OneApiErrorKind.ProviderUnavailable, Failure().Kind);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, Failure(Frame(0, 0, Said("a"))).Kind);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, Failure(Frame(0, 0, Said(""))).Kind);
    }

    [Fact]
    public void AnErrorFrame_AfterContent_EndsTheAnswer()
    {
        var failure = Failure(Frame(0, 0, Said("a")), """{"header":{"code":10014,"message":"output moderation","sid":"cht1","status":2}}""");

        Assert.Equal((OneApiErrorKind.ContentFiltered, "10014", "output moderation", "cht1"), (failure.Kind, failure.ProviderCode, failure.ProviderMessage, failure.RequestId));
    }

    [Theory]
    [InlineData("\"10013\"")]
    [InlineData("10013")]
    public void Codes_AreNumbersOrText(string code) =>
        Assert.Equal(OneApiErrorKind.ContentFiltered, Failure($$$"""{"header":{"code":{{{code}}},"message":"x","status":2}}""").Kind);

    [Fact]
    public void AFlatError_IsAnErrorToo() => Assert.Equal(OneApiErrorKind.RateLimited, Failure("""{"code":11203,"message":"x","sid":"s"}""").Kind);

    [Theory]
    [InlineData("""{"content":"","role":"assistant","index":0}""")]
    [InlineData("""{"content":null,"role":"assistant","index":0}""")]
    [InlineData("""{"role":"assistant","index":0}""")]
    [InlineData("")]
    public void ASuccessWithNothingInIt_IsAnEmptyResponse_WhoseUsageIsKept(string text)
    {
        var failure = Failure("{}", Frame(2, 0, text, Usage));

        Assert.Equal(OneApiErrorKind.EmptyResponse, failure.Kind);
        Assert.Equal((5L, 9L), (failure.ReportedUsage!.InputTokenCount, failure.ReportedUsage.OutputTokenCount));
    }

    [Fact]
    public void WhiteSpace_IsContent() => Assert.Equal(" ", Answer(Frame(2, 0, Said(" "))).Text);

    [Fact]
    public void ASuccessInWords_WithNothingInIt_IsAnEmptyResponse() =>
        Assert.Equal(OneApiErrorKind.EmptyResponse, Failure("""{"header":{"code":0,"message":"Success","sid":"s","status":"success"},"payload":{"choices":{"status":"success","seq":0,"text":[{"content":""}]}}}""").Kind);

    /// <summary>The word says that all is well, and not that all is said.</summary>
    [Fact]
    public void StatusesInWords_AreRead()
    {
        const string Word = """{"header":{"code":0,"status":"success","sid":"s"},"payload":{"choices":{"status":"success","seq":SEQ,"text":[{"content":"SAID"}]}}}""";
        var frames = new[] { Word.Replace("SEQ", "0", StringComparison.Ordinal).Replace("SAID", "a", StringComparison.Ordinal), Word.Replace("SEQ", "1", StringComparison.Ordinal).Replace("SAID", "b", StringComparison.Ordinal) };

        Assert.Equal("ab", Answer(frames).Text);
        Assert.Equal(OneApiErrorKind.Unknown, Failure("""{"header":{"status":"fail","message":"x"}}""").Kind);
        Assert.Equal("a", Answer("""{"header":{"code":0,"status":"2"},"payload":{"choices":{"status":"2","seq":"0","text":[{"content":"a"}]}}}""").Text);
    }

    [Fact]
    public void HalvesOfAPair_AreJoined() =>
        Assert.Equal("🌍", Answer(Frame(0, 0, Said("\\ud83c")), Frame(2, 1, Said("\\udf0d"))).Text);

    [Fact]
    public void WhatNobodyKnows_ComesBack()
    {
        var answer = Protocol.ReadChat("""{"header":{"code":0,"status":2,"sid":"s","zone":"z"},"payload":{"choices":{"status":2,"seq":0,"text":[{"content":"a","score":1}]},"plugins":{"text":[]}},"extra":true}"""u8, Request());

        Assert.Equal(["extra", "plugins", "score", "zone"], answer.AdditionalProperties!.Keys.Order());
    }

    [Fact]
    public void AnIdIsMadeUp_WhereNoneIsGiven()
    {
        var answer = Answer("""{"header":{"code":0,"status":2},"payload":{"choices":{"status":2,"seq":0,"text":[{"content":"a"}]}}}""");

        Assert.False(string.IsNullOrEmpty(answer.ResponseId));
        Assert.Equal(answer.ResponseId, answer.Messages[0].MessageId);
    }

    [Theory]
    [InlineData("{\"header\": ")]
    [InlineData("[]")]
    [InlineData("42")]
    public void WhatIsNoObject_IsNotReadable(string frame) => Assert.ThrowsAny<JsonException>(() => Read(Request(), frame));
}
