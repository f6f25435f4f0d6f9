using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/minimax.md §3 to §9.</summary>
public sealed class MiniMaxTests
{
    private const string Tail = """ "created":1722829751,"model":"MiniMax-M1","object":"chat.completion.chunk","output_sensitive":false,"input_sensitive_type":0,"output_sensitive_type":0}""";
    private const string Final = """{"id":"02","choices":[{"finish_reason":"stop","index":0,"message":{"content":"Okay then","role":"assistant"}}],"created":1722829751,"model":"MiniMax-M1","object":"chat.completion","usage":{"total_tokens":73},"input_sensitive":false,"output_sensitive":false,"input_sensitive_type":0,"output_sensitive_type":0,"base_resp":{"status_code":0,"status_msg":""}}""";

    private static string Piece(string delta, string? finish = null) =>
        $$"""{"id":"02","choices":[{{{(finish is null ? "" : $"\"finish_reason\":\"{finish}\",")}}"index":0,"delta":{{delta}}}],{{Tail}}""";

    [Theory]
    [InlineData("data: ")]
    [InlineData("data:")]
    public async Task Stream_TheWholeMessageAtTheEnd_IsNotSaidTwice_AndEndsIt(string data)
    {
        string[] events = [Piece("""{"content":"Okay","role":"assistant"}"""), Piece("""{"content":" then","role":"assistant"}""", "stop"), Final];
        var body = string.Concat(events.Select(one => data + one + "\n\n"));

        foreach (var end in (string[])["", "data: [DONE]\n\n"])
        {
            var answer = (await StreamAsync(body + end, Request("minimax", "MiniMax-M1", streaming: true))).ToChatResponse();

            Assert.Equal("Okay then", answer.Text);
            Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
            Assert.Equal((null, null, 73L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
        }
    }

    [Fact]
    public void Stream_FinalMessage_IsTheEndMark()
    {
        var reader = new OneApi.Client.Protocols.OpenAI.OpenAIStreamReader(EndpointOf("minimax"));
        reader.Read("message", System.Text.Encoding.UTF8.GetBytes(Piece("""{"content":"Okay then"}""", "stop")));
        Assert.False(reader.IsComplete);

        reader.Read("message", System.Text.Encoding.UTF8.GetBytes(Final));

        Assert.True(reader.IsComplete);
    }

    [Fact]
    public void Stream_NoDeltaAtAll_TheMessageIsTheAnswer() => Assert.Equal("Okay then", Updates("minimax", Final).ToChatResponse().Text);

    [Fact]
    public void Stream_UsageOfZero_TakesNothingBack()
    {
        var zero = Piece("""{"content":"b"}""").Replace(Tail, """ "usage":{"total_tokens":0}}""", StringComparison.Ordinal);

        var answer = Updates("minimax", zero, Final, zero).ToChatResponse();

        Assert.Equal(73, answer.Usage!.TotalTokenCount);
    }

    [Fact]
    public void Stream_SourcesOfTheSearch_AreNotText()
    {
        var answer = Updates("minimax", Piece("""{"role":"tool","content":"[{\"url\":\"x\"}]"}"""), Piece("""{"role":"assistant","content":"a"}""", "stop"), Done).ToChatResponse();

        Assert.Equal("a", answer.Text);
    }

    [Theory]
    [InlineData("text/event-stream", "")]
    [InlineData("text/event-stream", "data: ")]
    [InlineData("application/json", "")]
    public async Task Stream_FailedCall_HoweverItIsFramed(string mediaType, string data)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(data + """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}""" + "\n\n");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => StreamOverHttpAsync(body, null, Request("minimax", "MiniMax-M1", streaming: true), mediaType));

        Assert.Equal((OneApiErrorKind.QuotaExhausted, "1008"), (failure.Kind, failure.ProviderCode));
    }

    [Fact]
    public void Stream_ErrorAfterContent() =>
        Assert.Equal(OneApiErrorKind.ContentFiltered, StreamFails("minimax", Piece("""{"content":"a"}"""), """{"base_resp":{"status_code":1027,"status_msg":"output new_sensitive"}}""").Kind);

    [Theory]
    [InlineData("input_sensitive")]
    [InlineData("output_sensitive")]
    public void SensitiveFlags_AreTheFilter_WithoutACode(string flag)
    {
        var body = $$$"""{"choices":[{"finish_reason":"stop","index":0,"message":{"content":"TEXT","role":"assistant"}}],"{{{flag}}}":true,"base_resp":{"status_code":0,"status_msg":""}}""";

        Assert.Equal(ChatFinishReason.ContentFilter, Read(body.Replace("TEXT", "a", StringComparison.Ordinal), "minimax").FinishReason);
        Assert.Equal(OneApiErrorKind.ContentFiltered, ReadFails(body.Replace("TEXT", "", StringComparison.Ordinal), "minimax").Kind);
        Assert.Equal(OneApiErrorKind.ContentFiltered, StreamFails("minimax", body.Replace("TEXT", "", StringComparison.Ordinal)).Kind);
    }

    [Theory]
    [InlineData("""{"choices":null,"base_resp":{"status_code":0,"status_msg":""}}""")]
    [InlineData("""{"choices":[],"base_resp":{"status_code":0,"status_msg":""}}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop","index":0,"message":{"content":""}}],"base_resp":{"status_code":0,"status_msg":""}}""")]
    public void SuccessWithNothing_IsEmpty(string body) => Assert.Equal(OneApiErrorKind.EmptyResponse, ReadFails(body, "minimax").Kind);

    [Fact]
    public void Whole_ThePagesSample()
    {
        var answer = Read(
            """{"id":"04ecb5d9b1921ae0fb0e8da9017a5474","choices":[{"finish_reason":"stop","index":0,"message":{"content":"Hello! How can I assist you?","role":"assistant","name":"MiniMax AI","audio_content":"","reasoning_content":"…"}}],"created":1755153113,"model":"MiniMax-M1","object":"chat.completion","usage":{"total_tokens":249,"total_characters":0,"prompt_tokens":26,"completion_tokens":223,"completion_tokens_details":{"reasoning_tokens":214}},"input_sensitive":false,"output_sensitive":false,"input_sensitive_type":0,"output_sensitive_type":0,"output_sensitive_int":0,"base_resp":{"status_code":0,"status_msg":""}}""",
            "minimax");

        Assert.Equal(("Hello! How can I assist you?", "…"), (answer.Text, Reasoning(answer)));
        Assert.Equal((26L, 223L, 249L, 214L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount, answer.Usage.ReasoningTokenCount));
    }

    [Theory]
    [InlineData("max_output", "length")]
    [InlineData("sensitive", "content_filter")]
    public void FinishReasons_OfTheVendor(string word, string meaning) =>
        Assert.Equal(meaning, ReadMessage(""" "content":"a" """, word, "minimax").FinishReason!.Value.Value);

    [Fact]
    public void BlankTextBesideCalls_IsNothing_WholeAndStreamed()
    {
        const string Calls = """ "tool_calls":[{"id":"call_function_2831178524_1","type":"function","function":{"name":"weather","arguments":"{}"},"index":0}] """;

        var whole = ReadMessage(""" "content":"\n",""" + Calls, "tool_calls", "minimax");
        var streamed = Updates("minimax", Piece("""{"content":"\n"}"""), Piece("{" + Calls + "}", "tool_calls"), Done).ToChatResponse();

        Assert.Equal("call_function_2831178524_1", Assert.IsType<FunctionCallContent>(Assert.Single(whole.Messages[0].Contents)).CallId);
        Assert.DoesNotContain(streamed.Messages[0].Contents, static content => content is TextContent);
    }

    [Fact]
    public void BlankText_WithoutCalls_StaysText()
    {
        Assert.Equal("\n\n a", Updates("minimax", Piece("""{"content":"\n"}"""), Piece("""{"content":"\n a"}""", "stop"), Done).ToChatResponse().Text);
        Assert.Equal("\n", Updates("minimax", Piece("""{"content":"\n"}""", "stop"), Done).ToChatResponse().Text);
    }

    /// <summary>However the text is cut, tags included.</summary>
    [Fact]
    public void ThinkTags_AreReasoning_CutAnywhere()
    {
        const string Text = "<think>\nFirst\n</thin\nthen.\n</think>\n\nThe <think>answer</think>";
        for (var first = 0; first <= Text.Length; first++)
        {
            for (var second = first; second <= Text.Length; second += 3)
            {
                string[] pieces = [Text[..first], Text[first..second], Text[second..]];
                var answer = Updates("minimax", [.. pieces.Select(static piece => Piece($$"""{"content":{{Json(piece)}}}""")), Piece("{}", "stop"), Done]).ToChatResponse();

                Assert.Equal(("First\n</thin\nthen.", "The <think>answer</think>"), (Reasoning(answer), answer.Text));
            }
        }

        Assert.Equal(("First\n</thin\nthen.", "The <think>answer</think>"), Both(ReadMessage($$""" "content":{{Json(Text)}} """, provider: "minimax")));
    }

    [Theory]
    [InlineData("a <think>b</think>", "", "a <think>b</think>")]
    [InlineData("<thinking>", "", "<thinking>")]
    [InlineData("<thi", "", "<thi")]
    [InlineData("<think>cut off", "cut off", "")]
    [InlineData("<think></think>a", "", "a")]
    public void ThinkTags_OnlyALeadingOneCounts(string text, string reasoning, string answer)
    {
        Assert.Equal((reasoning, answer), Both(Updates("minimax", Piece($$"""{"content":{{Json(text)}}}""", "stop"), Done).ToChatResponse()));
        Assert.Equal((reasoning, answer), Both(ReadMessage($$""" "content":{{Json(text)}} """, provider: "minimax")));
    }

    [Fact]
    public void Reasoning_OfTags_GoesBackIntoTheText()
    {
        var answer = Updates("minimax", Piece("""{"content":"<think>\nwhy\n</think>\n\n42"}""", "stop"), Done).ToChatResponse();

        var sent = Messages(Request("minimax", "MiniMax-M2", messages: [User(), answer.Messages[0], User("and?")]))[1]!;

        Assert.Equal("<think>\nwhy\n</think>\n\n42", (string?)sent["content"]);
    }

    [Theory]
    [InlineData("why", " not")]
    [InlineData("why", "why not")]
    public void ReasoningDetails_PiecesOrGrowingTexts_AreTheSame_AndGoBackWhole(string first, string second)
    {
        static string Details(string text) => $$"""{"reasoning_details":[{"type":"reasoning.text","id":"reasoning-text-1","format":"MiniMax-response-v1","index":0,"text":"{{text}}"}]}""";

        var answer = Updates("minimax", Piece(Details(first)), Piece(Details(second)), Piece("""{"content":"42"}""", "stop"), Done).ToChatResponse();

        Assert.Equal("why not", Reasoning(answer));
        var sent = Messages(Request("minimax", "MiniMax-M2", messages: [User(), answer.Messages[0], User("and?")]))[1]!;
        Assert.Equal("42", (string?)sent["content"]);
        AssertJson("""[{"type":"reasoning.text","id":"reasoning-text-1","format":"MiniMax-response-v1","index":0,"text":"why not"}]""", sent["reasoning_details"]);
    }

    [Fact]
    public void Native_HasItsOwnPath_AndReasoningIsAMember()
    {
        var request = Request("minimax", "MiniMax-M1", wire: "native", messages: [User(), Assistant(new TextReasoningContent("why"), new TextContent("42")), User()]);

        Assert.Equal("https://api.minimaxi.com/v1/text/chatcompletion_v2", new OneApi.Client.Protocols.OpenAI.OpenAIChatProtocol().GetChatUrl(request.Endpoint, "m", false));
        Assert.Equal("{}", Members(request));
        AssertJson("""{"role":"assistant","content":"42","reasoning_content":"why"}""", Messages(request)[1]);
    }

    [Fact]
    public void Tools_OlderModelsWantParametersAsText()
    {
        var parameters = Write(Request("minimax", "abab6.5s-chat", new() { Tools = [Weather] }))["tools"]![0]!["function"]!["parameters"]!;

        Assert.Equal(JsonValueKind.String, parameters.GetValueKind());
        Assert.Equal("object", (string?)JsonNode.Parse((string)parameters!)!["type"]);
        Assert.Equal(JsonValueKind.Object, Write(Request("minimax", "MiniMax-M2", new() { Tools = [Weather] }))["tools"]![0]!["function"]!["parameters"]!.GetValueKind());
    }

    [Fact]
    public void MembersThatTheVendorDoesNotKnow_StayAway()
    {
        var request = Request("minimax", "MiniMax-M2", new() { AdditionalProperties = new() { ["stop"] = "x", ["n"] = 2, ["mask_sensitive_info"] = true } });

        Assert.Equal("""{"reasoning_split":true,"mask_sensitive_info":true}""", Members(request));
        AssertWarnings(request, "setting_not_honoured:stop", "setting_not_honoured:n");
    }

    private static (string Reasoning, string Text) Both(ChatResponse answer) => (Reasoning(answer), answer.Text);
}
