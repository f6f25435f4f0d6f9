using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Gemini;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiStreamTests
{
    /// <summary>protocols/gemini.md §6, byte for byte: CR LF line ends and no [DONE].</summary>
    private const string Sample =
        """data: {"candidates": [{"content": {"parts": [{"text": "Hel"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 48,"totalTokenCount": 48,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 48}],"serviceTier": "standard"},"modelVersion": "gemini-2.5-flash","responseId": "Ub-FarbpCtHmnsEP"}""" + "\r\n\r\n" +
        """data: {"candidates": [{"content": {"parts": [{"functionCall": {"name": "best_language","args": {}},"thoughtSignature": "CmIB"}],"role": "model"},"finishReason": "STOP","index": 0,"finishMessage": "Model generated function call(s)."}],"usageMetadata": {"promptTokenCount": 48,"candidatesTokenCount": 14,"totalTokenCount": 123,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 48}],"thoughtsTokenCount": 61,"serviceTier": "standard"},"modelVersion": "gemini-2.5-flash","responseId": "Ub-FarbpCtHmnsEP"}""" + "\r\n\r\n";

    [Fact]
    public void Read_ThePagesSample_GivesTextCallAndOneUsage()
    {
        var updates = Stream([.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(Sample))).Enumerate().Select(static item => item.Data)]);

        Assert.Equal(3, updates.Count);
        Assert.All(updates, static update =>
        {
            Assert.Equal("Ub-FarbpCtHmnsEP", update.ResponseId);
            Assert.Equal("Ub-FarbpCtHmnsEP", update.MessageId);
            Assert.Equal(ChatRole.Assistant, update.Role);
            Assert.Equal("gemini-2.5-flash", update.ModelId);
        });
        Assert.Null(updates[0].FinishReason);
        Assert.Equal("Hel", updates[0].Text);
        Assert.Equal("CmIB", Assert.IsType<TextReasoningContent>(updates[1].Contents[0]).ProtectedData);
        Assert.Equal("best_language", Assert.IsType<FunctionCallContent>(updates[1].Contents[1]).Name);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[1].FinishReason);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[2].FinishReason);
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details;
        Assert.Equal((48, 75, 123, 61), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.ReasoningTokenCount));
        Assert.Equal(48, usage.AdditionalCounts!["promptTokensDetails.TEXT"]);
    }

    [Fact]
    public void Read_SampleAndWhole_Agree()
    {
        var data = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(Sample))).Enumerate().Select(static item => item.Data).ToArray();

        var streamed = Stream(data).ToChatResponse();
        var whole = Read("[" + string.Join(",", data) + "]");

        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.FinishReason, streamed.FinishReason);
        Assert.Equal(whole.Usage!.TotalTokenCount, streamed.Usage!.TotalTokenCount);
        Assert.Equal(whole.Messages[0].Contents.Select(static content => content.GetType()), streamed.Messages[0].Contents.Select(static content => content.GetType()));
    }

    [Fact]
    public void Read_LastPartWithSignatureOnly_GivesNoText()
    {
        var updates = Stream(
            """{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}],"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"S"}]},"finishReason":"STOP"}],"responseId":"r"}""");

        Assert.Equal("S", Assert.IsType<TextReasoningContent>(Assert.Single(updates[1].Contents)).ProtectedData);
        Assert.Equal("Hi", updates.ToChatResponse().Text);
    }

    [Fact]
    public void Read_ChunkAfterTheFinish_StillCounts()
    {
        var updates = Stream(
            """{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"usageMetadata":{"trafficType":"ON_DEMAND"}}""",
            """{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"totalTokenCount":4,"trafficType":"ON_DEMAND"}}""",
            """{"usageMetadata":{"trafficType":"ON_DEMAND"}}""");

        var response = updates.ToChatResponse();
        Assert.Equal(4, response.Usage!.TotalTokenCount);
        Assert.Equal("ON_DEMAND", updates[^1].AdditionalProperties!["usageMetadata.trafficType"]!.ToString());
        Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>());
    }

    [Fact]
    public void Read_EmptyLastText_MakesNoUpdateOfItsOwn()
    {
        var updates = Stream(
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}""");

        Assert.Equal(2, updates.Count);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[1].FinishReason);
        Assert.Single(updates.Select(static update => update.ResponseId).Distinct());
    }

    [Fact]
    public void Complete_WithoutFinishReason_IsAProtocolViolation()
    {
        var error = Assert.Throws<OneApiException>(() => Stream("""{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}"""));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, error.Kind);
    }

    [Fact]
    public void Complete_WithoutAnyEvent_IsAProtocolViolation() => Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(() => Stream()).Kind);

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""[{"error":{"code":429,"message":"Resource exhausted.","status":"RESOURCE_EXHAUSTED"}}]""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error":"broken"}""", OneApiErrorKind.Unknown)]
    public void Read_ErrorEvent_IsTheError(string data, OneApiErrorKind expected)
    {
        var error = Assert.Throws<OneApiException>(() => Stream("""{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}""", data));

        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void Read_BlockAfterContent_EndsTheAnswer()
    {
        var updates = Stream("""{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}""", """{"promptFeedback":{"blockReason":"SAFETY"}}""");

        Assert.Equal(ChatFinishReason.ContentFilter, updates[^1].FinishReason);
    }

    [Fact]
    public void Read_ArrayOfChunks_IsReadAsTheirSequence()
    {
        var updates = Stream("""[{"candidates":[{"content":{"parts":[{"text":"Hel"}]}}],"responseId":"r"},{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1}}]""");

        Assert.Equal("Hello", updates.ToChatResponse().Text);
        Assert.Equal("r", updates[0].ResponseId);
    }

    [Fact]
    public void Read_ConstantMembers_AreHandedOutOnce()
    {
        var chunk = """{"candidates":[{"content":{"parts":[{"text":"x"}]},"safetyRatings":[{"a":1}],"groundingMetadata":{}}],"future":true}""";

        var updates = Stream(chunk, chunk, """{"candidates":[{"finishReason":"STOP"}]}""");

        Assert.Equal(["safetyRatings", "groundingMetadata", "future"], updates[0].AdditionalProperties!.Keys);
        Assert.Null(updates[1].AdditionalProperties);
    }

    [Fact]
    public void Read_GroundingAtTheEnd_AnnotatesTheWholeText()
    {
        var updates = Stream(
            """{"candidates":[{"content":{"parts":[{"text":"Zür"}]},"groundingMetadata":{}}]}""",
            """{"candidates":[{"content":{"parts":[{"text":"ich 水 ok"}]},"finishReason":"STOP","groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example/","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":8,"endIndex":14,"text":"水 ok"},"groundingChunkIndices":[0]}]}}]}""");

        var response = updates.ToChatResponse();
        var citation = Assert.IsType<CitationAnnotation>(Assert.Single(response.Messages[0].Contents.SelectMany(static content => content.Annotations ?? [])));
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(citation.AnnotatedRegions!));
        Assert.Equal("水 ok", response.Text[region.StartIndex!.Value..region.EndIndex!.Value]);
        Assert.Equal("A", citation.Title);
    }

    [Fact]
    public void Read_StreamedArguments_MakeOneWholeCall()
    {
        var updates = Stream(
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"cook","willContinue":true},"thoughtSignature":"S"}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.recipe.steps[0]","stringValue":"Boil","willContinue":true}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.recipe.steps[0]","stringValue":" it"}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.minutes","numberValue":5},{"jsonPath":"$.hot","boolValue":true},{"jsonPath":"$.lid","nullValue":"NULL_VALUE"}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{}}]},"finishReason":"STOP"}]}""");

        Assert.Empty(updates[0].Contents);
        var contents = updates.SelectMany(static update => update.Contents).ToList();
        Assert.Equal("S", Assert.IsType<TextReasoningContent>(contents[0]).ProtectedData);
        var call = Assert.IsType<FunctionCallContent>(contents[1]);
        Assert.Equal("cook", call.Name);
        AssertJson(
            """{"recipe":{"steps":["Boil it"]},"minutes":5,"hot":true,"lid":null}""",
            System.Text.Json.Nodes.JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(call.Arguments)));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
    }

    [Fact]
    public void Read_CommitsAtTheFirstContentOnly()
    {
        var reader = new GeminiChatProtocol().CreateStreamReader(Request());

        Assert.Null(reader.Read("message", """{"usageMetadata":{"promptTokenCount":1},"responseId":"r"}"""u8));
        Assert.False(reader.HasContent);
        Assert.NotNull(reader.Read("message", """{"candidates":[{"content":{"parts":[{"text":"x"}]}}]}"""u8));
        Assert.True(reader.HasContent);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("7")]
    [InlineData("""{"candidates":[{""")]
    public void Read_DataThatIsNoJsonObject_IsAJsonException(string data) => Assert.ThrowsAny<System.Text.Json.JsonException>(() => Stream(data));

    [Fact]
    public void Read_TextDelta_AllocatesTextContentListAndUpdateOnly()
    {
        var reader = new GeminiChatProtocol().CreateStreamReader(Request());
        var data = """{"candidates": [{"content": {"parts": [{"text": "Hel"}],"role": "model"},"index": 0,"groundingMetadata": {}}],"usageMetadata": {"promptTokenCount": 48,"totalTokenCount": 48,"trafficType":"ON_DEMAND"},"modelVersion": "m","responseId": "r","createTime":"2026-07-22T23:37:37Z"}"""u8.ToArray();
        for (var i = 0; i < 100; i++)
        {
            reader.Read("message", data);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            reader.Read("message", data);
        }

        var perEvent = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            var update = new ChatResponseUpdate(ChatRole.Assistant, new List<AIContent>(1) { new TextContent(new string('x', 3)) });
            GC.KeepAlive(update);
        }

        Assert.True(perEvent <= ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000) + 8, $"{perEvent} bytes per event");
    }
}
