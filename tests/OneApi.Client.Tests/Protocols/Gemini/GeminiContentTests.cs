using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiContentTests
{
    [Fact]
    public void Write_LeadingSystemMessages_JoinTheInstructions_LaterOnesAreUserText()
    {
        var body = Write(Request(
            [new(ChatRole.System, "two"), new(ChatRole.System, "three"), new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Ho"), new(ChatRole.System, "four")],
            new() { Instructions = "one" }));

        AssertJson(
            """
            {"systemInstruction":{"parts":[{"text":"one"},{"text":"two"},{"text":"three"}]},
             "contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Ho"}]},{"role":"user","parts":[{"text":"four"}]}]}
            """,
            body);
    }

    [Fact]
    public void Write_ConsecutiveMessagesOfOneRole_AreOneContent_AndEmptyTextsAreDropped() => AssertJson(
        """[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[{"text":"c"},{"text":"d"}]},{"role":"user","parts":[{"text":"e"}]}]""",
        Contents(
            new(ChatRole.User, "a"), new(ChatRole.User, [new TextContent(""), new TextContent("b")]), new(ChatRole.Assistant, "c"),
            new(ChatRole.Assistant, [new TextContent("d"), new UsageContent(new())]), new(ChatRole.User, ""), new(ChatRole.User, "e")));

    [Fact]
    public void Write_MessageWithNothingToSend_LeavesNoEmptyContent() => AssertJson(
        """[{"role":"user","parts":[{"text":"a"},{"text":"b"}]}]""",
        Contents(new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextReasoningContent("hidden")]), new(ChatRole.User, "b")));

    [Fact]
    public void Write_MediaAndFiles_AreInlineDataAndFileData() => AssertJson(
        """
        [{"role":"user","parts":[
          {"inlineData":{"mimeType":"image/png","data":"AQID"}},
          {"inlineData":{"mimeType":"application/pdf","data":"AQID"}},
          {"fileData":{"mimeType":"video/mp4","fileUri":"https://www.youtube.com/watch?v=1"},"videoMetadata":{"fps":2}},
          {"fileData":{"fileUri":"gs://bucket/a"}},
          {"fileData":{"mimeType":"audio/wav","fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}},
          {"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/xyz"}}]}]
        """,
        Contents(new ChatMessage(ChatRole.User, [
            new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
            new DataContent(new byte[] { 1, 2, 3 }, "application/pdf"),
            new UriContent("https://www.youtube.com/watch?v=1", "video/mp4") { AdditionalProperties = new() { ["videoMetadata"] = new Dictionary<string, object?> { ["fps"] = 2 } } },
            new UriContent("gs://bucket/a", "image/*"),
            new HostedFileContent("files/abc") { MediaType = "audio/wav" },
            new HostedFileContent("https://generativelanguage.googleapis.com/v1beta/files/xyz"),
        ])));

    [Fact]
    public void Write_ContentWithoutAPlace_IsWarnedOf()
    {
        var request = Request([new(ChatRole.User, [new TextContent("x"), new HostedVectorStoreContent("v")])]);

        var body = Write(request);

        AssertJson("""[{"role":"user","parts":[{"text":"x"}]}]""", body["contents"]);
        Assert.Equal("content_not_sent", Assert.Single(request.Warnings.All).Code);
    }

    [Fact]
    public void Write_CallsAndResults_AreOneContentEachInCallOrder() => AssertJson(
        """
        [{"role":"user","parts":[{"text":"Hi"}]},
         {"role":"model","parts":[{"text":"Let me see."},{"functionCall":{"name":"a","args":{"x":1}}},{"functionCall":{"name":"b","args":{}}},{"functionCall":{"name":"c","args":{}}}]},
         {"role":"user","parts":[
           {"functionResponse":{"name":"a","response":{"result":"one"}}},
           {"functionResponse":{"name":"b","response":{"result":2}}},
           {"functionResponse":{"name":"c","response":{"sum":3}}},
           {"text":"Go on."}]}]
        """,
        Contents(
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("1", "a", new Dictionary<string, object?> { ["x"] = 1 }), new FunctionCallContent("2", "b"), new FunctionCallContent("3", "c")]),
            new(ChatRole.Tool, [new FunctionResultContent("3", JsonDocument.Parse("""{"sum":3}""").RootElement)]),
            new(ChatRole.Tool, [new FunctionResultContent("2", 2), new FunctionResultContent("1", "one")]),
            new(ChatRole.User, "Go on.")));

    public static TheoryData<object?, string?, string> Results => new()
    {
        { "text", null, """{"result":"text"}""" },
        { """{"looks":"like JSON"}""", null, """{"result":"{\"looks\":\"like JSON\"}"}""" },
        { null, null, """{"result":null}""" },
        { true, null, """{"result":true}""" },
        { 1.5, null, """{"result":1.5}""" },
        { new[] { 1, 2 }, null, """{"result":[1,2]}""" },
        { new Dictionary<string, object?> { ["a"] = 1 }, null, """{"a":1}""" },
        { new TextContent("t"), null, """{"result":"t"}""" },
        { null, "boom", """{"error":"boom"}""" },
        { "Error: Function failed.", "boom", """{"error":"Error: Function failed."}""" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void Write_Result_IsAlwaysAnObject(object? result, string? error, string expected)
    {
        var content = new FunctionResultContent("1", result) { Exception = error is null ? null : new InvalidOperationException(error) };

        var contents = Contents(new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]), new(ChatRole.Tool, [content]));

        AssertJson($$"""{"name":"f","response":{{expected}}}""", contents![2]!["parts"]![0]!["functionResponse"]);
    }

    [Fact]
    public void Write_ResultWithoutItsCall_SendsTheIdAsNameAndWarns()
    {
        var request = Request([new(ChatRole.Tool, [new FunctionResultContent("lost", "x")])]);

        var body = Write(request);

        AssertJson("""[{"role":"user","parts":[{"functionResponse":{"name":"lost","response":{"result":"x"}}}]}]""", body["contents"]);
        Assert.Equal("setting_adjusted", Assert.Single(request.Warnings.All).Code);
    }

    [Theory]
    [InlineData(Gemini3, """[{"functionResponse":{"name":"f","response":{"result":"seen"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}},{"functionResponse":{"name":"g","response":{}}}]""")]
    [InlineData(Gemini25, """[{"functionResponse":{"name":"f","response":{"result":"seen"}}},{"functionResponse":{"name":"g","response":{}}},{"inlineData":{"mimeType":"image/png","data":"AQID"}}]""")]
    public void Write_MediaResults_GoInsideTheResponseOrBehindIt(string model, string expected)
    {
        List<AIContent> media = [new TextContent("seen"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")];

        var body = Write(Request(
            [
                new(ChatRole.Assistant, [new FunctionCallContent("1", "f"), new FunctionCallContent("2", "g")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", media), new FunctionResultContent("2", new Dictionary<string, object?>())]),
            ],
            model: model));

        AssertJson(expected, body["contents"]![1]!["parts"]);
    }

    [Fact]
    public void Write_MediaAloneAsResult_HasAnEmptyResponse()
    {
        var body = Write(Request(
            [new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]), new(ChatRole.Tool, [new FunctionResultContent("1", new UriContent("https://example.com/a.png", "image/png"))])],
            model: Gemini3));

        AssertJson(
            """{"name":"f","response":{},"parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://example.com/a.png"}}]}""",
            body["contents"]![1]!["parts"]![0]!["functionResponse"]);
    }

    [Fact]
    public void Write_CallsOfOthersInTheCurrentTurn_AreExcusedFromValidationByGemini3()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "first"),
            new(ChatRole.Assistant, [new FunctionCallContent("0", "old")]),
            new(ChatRole.Tool, [new FunctionResultContent("0", "x")]),
            new(ChatRole.Assistant, "done"),
            new(ChatRole.User, "second"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "a"), new FunctionCallContent("call_2", "b")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "x"), new FunctionResultContent("call_2", "y")]),
        ];

        var contents = Write(Request(messages, model: Gemini3))["contents"]!;

        AssertJson("""{"role":"model","parts":[{"functionCall":{"name":"old","args":{}}}]}""", contents[1]);
        AssertJson(
            """{"role":"model","parts":[{"functionCall":{"name":"a","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"b","args":{}}}]}""",
            contents[5]);
        Assert.DoesNotContain("skip_thought", Write(Request(messages, model: Gemini25)).ToJsonString());
    }

    [Fact]
    public void Write_Signature_GoesOntoThePartThatFollows()
    {
        var contents = Contents(
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [
                new TextReasoningContent("thinking aloud"),
                Signature("S1"), new FunctionCallContent("1", "a"),
                new FunctionCallContent("2", "b"),
                Signature("S2"), new TextContent("t"),
                Signature("S3"),
            ]));

        AssertJson(
            """
            [{"functionCall":{"name":"a","args":{}},"thoughtSignature":"S1"},{"functionCall":{"name":"b","args":{}}},
             {"text":"t","thoughtSignature":"S2"},{"text":"","thoughtSignature":"S3"}]
            """,
            contents![1]!["parts"]);
    }

    [Fact]
    public void Write_SignatureOfAnotherProvider_StaysHere()
    {
        var foreign = Signature("S1");
        OpaqueState.Mark(foreign, "anthropic");

        AssertJson("""[{"role":"model","parts":[{"text":"t"}]}]""", Contents(new ChatMessage(ChatRole.Assistant, [foreign, new TextContent("t")])));
    }

    private static TextReasoningContent Signature(string value) => new("") { ProtectedData = value };
}
