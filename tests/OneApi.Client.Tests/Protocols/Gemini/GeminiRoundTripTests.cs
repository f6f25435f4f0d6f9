using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

/// <summary>An answer that becomes history goes back as it came; signatures stay on their parts.</summary>
public sealed class GeminiRoundTripTests
{
    public static TheoryData<string> Parts =>
    [
        """[{"text":"Hi","thoughtSignature":"S"}]""",
        """[{"text":"a"},{"text":"b","thoughtSignature":"S1"},{"text":"c","thoughtSignature":"S2"}]""",
        """[{"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"S"},{"functionCall":{"name":"g","args":{}}}]""",
        """[{"functionCall":{"id":"wire1","name":"f","args":{}},"thoughtSignature":"S"},{"functionCall":{"id":"wire2","name":"g","args":{}}}]""",
        """[{"text":"Hi"},{"text":"","thoughtSignature":"S"}]""",
        """[{"text":"","thoughtSignature":"S1"},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S2"}]""",
        """[{"text":"hm","thought":true,"thoughtSignature":"S1"},{"text":"Hi"}]""",
        """[{"inlineData":{"mimeType":"image/png","data":"AQID"},"thoughtSignature":"S"}]""",
        """[{"executableCode":{"language":"PYTHON","code":"1"},"thoughtSignature":"S1"},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},{"text":"1","thoughtSignature":"S2"}]""",
        """[{"toolCall":{"id":"t","toolType":"GOOGLE_SEARCH_WEB","args":{}},"thoughtSignature":"S"},{"toolResponse":{"id":"t","response":{}}},{"future":{"x":[1,null]},"partMetadata":{"a":1}}]""",
        """[{"inlineData":{"mimeType":"image/png","data":"AQID"},"thought":true},{"text":"x"}]""",
    ];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Whole_GoesBackAsItCame(string parts)
    {
        var response = Read(Body(parts));

        AssertJson(parts, Back(response.Messages));
        AssertJson(parts, Back(ThroughJson(response.Messages)));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Streamed_PartByPart_KeepsSignaturesOnTheirParts(string parts)
    {
        var events = JsonNode.Parse(parts)!.AsArray().Select(static part => Body($"[{part!.ToJsonString()}]", finish: null)).Append("""{"candidates":[{"finishReason":"STOP"}]}""");

        var response = Stream([.. events]).ToChatResponse();

        AssertJson(parts, Back(response.Messages));
    }

    [Fact]
    public void Streamed_ThoughtsBeforeASignedCall_DoNotSwallowItsSignature()
    {
        var response = Stream(
            """{"candidates":[{"content":{"parts":[{"text":"one ","thought":true}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"text":"two","thought":true}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S"}]},"finishReason":"STOP"}]}""").ToChatResponse();

        AssertJson("""[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S"}]""", Back(response.Messages));
        AssertJson("""[{"functionCall":{"name":"f","args":{}}}]""", Back(response.Messages, "vertex"));
        Assert.Equal("one two", string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(static content => content.Text)));
    }

    [Fact]
    public void WireIds_GoBackOnCallAndResult_OursDoNot()
    {
        var response = Read(Body("""[{"functionCall":{"id":"wire","name":"f","args":{}}},{"functionCall":{"name":"g","args":{}}}]"""));
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        var results = new ChatMessage(ChatRole.Tool, [new FunctionResultContent(calls[0].CallId, "x"), new FunctionResultContent(calls[1].CallId, "y")]);

        var body = Write(Request([new(ChatRole.User, "Hi"), .. response.Messages, results]));

        AssertJson(
            """
            [{"role":"user","parts":[{"text":"Hi"}]},
             {"role":"model","parts":[{"functionCall":{"id":"wire","name":"f","args":{}}},{"functionCall":{"name":"g","args":{}}}]},
             {"role":"user","parts":[{"functionResponse":{"id":"wire","name":"f","response":{"result":"x"}}},{"functionResponse":{"name":"g","response":{"result":"y"}}}]}]
            """,
            body["contents"]);
    }

    [Fact]
    public void AnotherProvider_GetsNeitherSignaturesNorIdsNorRawParts()
    {
        var response = Read(Body("""[{"functionCall":{"id":"wire","name":"f","args":{}},"thoughtSignature":"S"},{"executableCode":{"code":"1"}},{"text":"x","thoughtSignature":"T"}]"""));
        var request = Request(response.Messages.ToList(), endpoint: EndpointOf("vertex"));

        var body = Write(request);

        AssertJson("""[{"functionCall":{"name":"f","args":{}}},{"text":"x"}]""", body["contents"]![0]!["parts"]);
        Assert.Equal("content_not_sent", Assert.Single(request.Warnings.All).Code);
    }

    [Fact]
    public void Gemini3_SignedCallsOfItsOwn_NeedNoExcuse()
    {
        var response = Read(Body("""[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S"},{"functionCall":{"name":"g","args":{}}}]"""));

        var body = Write(Request([new(ChatRole.User, "Hi"), .. response.Messages], model: Gemini3));

        AssertJson("""[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S"},{"functionCall":{"name":"g","args":{}}}]""", body["contents"]![1]!["parts"]);
    }

    private static string Body(string parts, string? finish = "STOP") =>
        $$"""{"candidates":[{"content":{"parts":{{parts}},"role":"model"}{{(finish is null ? "" : $",\"finishReason\":\"{finish}\"")}}}],"responseId":"r"}""";

    private static JsonNode? Back(IList<ChatMessage> messages, string provider = "gemini") =>
        Write(Request([new(ChatRole.User, "Hi"), .. messages], endpoint: EndpointOf(provider)))["contents"]![1]!["parts"];

    private static IList<ChatMessage> ThroughJson(IList<ChatMessage> messages) =>
        JsonSerializer.Deserialize<IList<ChatMessage>>(JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
}
