using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiResponseTests
{
    [Fact]
    public void Read_Answer_GivesThoughtsTextUsageAndIds()
    {
        var response = Read(
            """
            {"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true},{"text":"Hi","thoughtSignature":"Cm=="}],"role":"model"},"finishReason":"STOP","index":0,
               "safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE"}],"avgLogprobs":-0.1,"urlContextMetadata":{"urlMetadata":[]}}],
             "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":7},
             "modelVersion":"gemini-2.5-flash","responseId":"Ub-F","createTime":"2026-07-22T23:37:37.029264Z","futureMember":{"a":1}}
            """);

        Assert.Equal("Ub-F", response.ResponseId);
        Assert.Equal("gemini-2.5-flash", response.ModelId);
        Assert.Equal(DateTimeOffset.Parse("2026-07-22T23:37:37.029264Z", null), response.CreatedAt);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.Equal("Ub-F", message.MessageId);
        Assert.Collection(
            message.Contents,
            static content => Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(content).Text),
            static content => Assert.Equal("Cm==", Assert.IsType<TextReasoningContent>(content).ProtectedData),
            static content => Assert.Equal("Hi", Assert.IsType<TextContent>(content).Text));
        Assert.Equal(["safetyRatings", "avgLogprobs", "urlContextMetadata", "futureMember"], response.AdditionalProperties!.Keys);
        Assert.Equal(1, Assert.IsType<JsonElement>(response.AdditionalProperties["futureMember"]).GetProperty("a").GetInt32());
        Assert.Equal(7, response.Usage!.TotalTokenCount);
    }

    [Fact]
    public void Read_CallsUnderStop_AreToolCallsWithUniqueIds()
    {
        var response = Read(
            """
            {"candidates":[{"content":{"parts":[{"functionCall":{"name":"a","args":{"x":1,"y":null}},"thoughtSignature":"S"},{"functionCall":{"name":"a"}},
              {"functionCall":{"id":"wire","name":"b","args":{}}}],"role":"model"},"finishReason":"STOP","finishMessage":"Model generated function call(s)."}]}
            """);

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(["a", "a", "b"], calls.Select(static call => call.Name));
        Assert.Equal(3, calls.Select(static call => call.CallId).Distinct().Count());
        Assert.All(calls, static call => Assert.NotEmpty(call.CallId));
        Assert.Equal("wire", calls[2].CallId);
        Assert.Equal(1, Assert.IsType<JsonElement>(calls[0].Arguments!["x"]).GetInt32());
        Assert.Null(calls[0].Arguments!["y"]);
        Assert.Equal("S", Assert.IsType<TextReasoningContent>(response.Messages[0].Contents[0]).ProtectedData);
        Assert.Equal("Model generated function call(s).", response.AdditionalProperties!["finishMessage"]!.ToString());
    }

    [Fact]
    public void Read_ArgumentsThatAreNoObject_BecomeTheCallsException()
    {
        var response = Read("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"a","args":[1]}}]},"finishReason":"STOP"}]}""");

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.NotNull(call.Exception);
    }

    [Theory]
    [InlineData("+/+/")]
    [InlineData("-_-_")]
    public void Read_InlineData_DecodesBothAlphabets(string data)
    {
        var response = Read($$$"""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{data}}}"}}]},"finishReason":"STOP"}]}""");

        var content = Assert.IsType<DataContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal("image/png", content.MediaType);
        Assert.Equal(new byte[] { 0xFB, 0xFF, 0xBF }, content.Data.ToArray());
    }

    [Fact]
    public void Read_InlineDataWithoutPadding_Decodes()
    {
        var response = Read("""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"audio/L16;codec=pcm;rate=24000","data":"AQ"}}]},"finishReason":"STOP"}]}""");

        var content = Assert.IsType<DataContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal(new byte[] { 1 }, content.Data.ToArray());
    }

    [Fact]
    public void Read_PartsThatFitNoContent_AreKeptAsTheyCame()
    {
        var response = Read(
            """
            {"candidates":[{"content":{"parts":[
              {"executableCode":{"language":"PYTHON","code":"1+1"},"thoughtSignature":"S"},
              {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"2"}},
              {"holodeck":{"x":1}},
              {"text":"2"}]},"finishReason":"STOP"}]}
            """);

        var contents = response.Messages[0].Contents;
        Assert.Equal(4, contents.Count);
        Assert.All(contents.Take(3), static content => Assert.Equal(typeof(AIContent), content.GetType()));
        var part = Assert.IsType<JsonElement>(contents[0].AdditionalProperties!["gemini.part"]);
        Assert.Equal("1+1", part.GetProperty("executableCode").GetProperty("code").GetString());
        Assert.IsType<JsonElement>(contents[2].RawRepresentation);
        Assert.Equal("2", response.Text);
    }

    [Fact]
    public void Read_Grounding_BecomesCitationsWithCharacterOffsets()
    {
        var response = Read(
            """
            {"candidates":[{"content":{"parts":[{"text":"Zürich 🙂 is big. It rains."}]},"finishReason":"STOP",
              "groundingMetadata":{"webSearchQueries":["q"],
                "groundingChunks":[{"web":{"uri":"https://a.example/x","title":"A"}},{"retrievedContext":{"uri":"https://b.example/","title":"B","text":"snip"}},{"web":{"uri":"https://c.example/"}}],
                "groundingSupports":[
                  {"segment":{"endIndex":20,"text":"Zürich 🙂 is big."},"groundingChunkIndices":[0,1]},
                  {"segment":{"startIndex":21,"endIndex":30,"text":"It rains."},"groundingChunkIndices":[0]}]}}]}
            """);

        var text = Assert.IsType<TextContent>(Assert.Single(response.Messages[0].Contents));
        var citations = text.Annotations!.Cast<CitationAnnotation>().ToList();
        Assert.Equal(["A", "B"], citations.Select(static citation => citation.Title));
        Assert.Equal(new Uri("https://a.example/x"), citations[0].Url);
        Assert.Equal("snip", citations[1].Snippet);
        Assert.Equal(["Zürich 🙂 is big.", "It rains."], citations[0].AnnotatedRegions!.Cast<TextSpanAnnotatedRegion>().Select(region => text.Text[region.StartIndex!.Value..region.EndIndex!.Value]));
        Assert.Contains("groundingMetadata", response.AdditionalProperties!.Keys);
    }

    [Theory]
    [InlineData("citationSources")]
    [InlineData("citations")]
    public void Read_CitationMetadata_BecomesCitations(string member)
    {
        var response = Read($$$"""{"candidates":[{"content":{"parts":[{"text":"abc def"}]},"finishReason":"STOP","citationMetadata":{"{{{member}}}":[{"startIndex":4,"endIndex":7,"uri":"https://a.example/","license":"mit"}]}}]}""");

        var citation = Assert.IsType<CitationAnnotation>(Assert.Single(Assert.IsType<TextContent>(response.Messages[0].Contents[0]).Annotations!));
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(citation.AnnotatedRegions!));
        Assert.Equal((4, 7), (region.StartIndex, region.EndIndex));
        Assert.Equal(new Uri("https://a.example/"), citation.Url);
    }

    [Fact]
    public void Read_CitationsOverSeveralTexts_AreSharedOut()
    {
        var response = Read(
            """
            {"candidates":[{"content":{"parts":[{"text":"abc"},{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},{"text":"def"}]},"finishReason":"STOP",
              "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example/"}}],"groundingSupports":[{"segment":{"startIndex":4,"endIndex":6},"groundingChunkIndices":[0]}]}}]}
            """);

        var texts = response.Messages[0].Contents.OfType<TextContent>().ToList();
        Assert.Null(texts[0].Annotations);
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(Assert.Single(texts[1].Annotations!).AnnotatedRegions!));
        Assert.Equal((1, 3), (region.StartIndex, region.EndIndex));
    }

    [Fact]
    public void Read_WithoutResponseId_MakesOne() =>
        Assert.NotEmpty(Read("""{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}""").ResponseId!);

    [Fact]
    public void Read_SeveralCandidates_GivesTheFirst() =>
        Assert.Equal("one", Read("""{"candidates":[{"index":1,"content":{"parts":[{"text":"two"}]}},{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP","index":0}]}""").Text);

    [Fact]
    public void Read_OddMembers_DoNotThrow()
    {
        var response = Read(
            """
             {"candidates":[{"content":{"parts":[{},{"thought":true},{"text":null},{"text":"x","thoughtSignature":null}],"role":"model","extra":1},
               "finishReason":"STOP","finishReason":null,"index":null,"groundingMetadata":{}}],"promptFeedback":{"safetyRatings":[]},"modelVersion":null,"usageMetadata":null}
            """);

        Assert.Equal("x", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public void Read_ArrayOfPartialAnswers_IsOneAnswer() => Assert.Equal(
        "Hello",
        Read("""[{"candidates":[{"content":{"parts":[{"text":"Hel"}]}}]},{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}]}]""").Text);

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("LANGUAGE", "content_filter")]
    [InlineData("BLOCKLIST", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("SPII", "content_filter")]
    [InlineData("IMAGE_SAFETY", "content_filter")]
    [InlineData("IMAGE_PROHIBITED_CONTENT", "content_filter")]
    [InlineData("IMAGE_RECITATION", "content_filter")]
    [InlineData("MODEL_ARMOR", "content_filter")]
    [InlineData("MALFORMED_FUNCTION_CALL", "MALFORMED_FUNCTION_CALL")]
    [InlineData("UNEXPECTED_TOOL_CALL", "UNEXPECTED_TOOL_CALL")]
    [InlineData("TOO_MANY_TOOL_CALLS", "TOO_MANY_TOOL_CALLS")]
    [InlineData("MALFORMED_RESPONSE", "MALFORMED_RESPONSE")]
    [InlineData("MISSING_THOUGHT_SIGNATURE", "MISSING_THOUGHT_SIGNATURE")]
    [InlineData("NO_IMAGE", "NO_IMAGE")]
    [InlineData("IMAGE_OTHER", "IMAGE_OTHER")]
    [InlineData("OTHER", "OTHER")]
    [InlineData("FINISH_REASON_UNSPECIFIED", "FINISH_REASON_UNSPECIFIED")]
    [InlineData("INVENTED_TOMORROW", "INVENTED_TOMORROW")]
    public void Read_FinishReasonWithContent_IsTranslated(string wire, string expected)
    {
        var body = $$"""{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"{{wire}}"}]}""";

        Assert.Equal(expected, Read(body).FinishReason!.Value.Value);
        Assert.Equal(expected, Stream(body)[^1].FinishReason!.Value.Value);
    }

    [Theory]
    [InlineData("STOP", OneApiErrorKind.EmptyResponse)]
    [InlineData("SAFETY", OneApiErrorKind.ContentFiltered)]
    [InlineData("RECITATION", OneApiErrorKind.ContentFiltered)]
    [InlineData("LANGUAGE", OneApiErrorKind.ContentFiltered)]
    [InlineData("BLOCKLIST", OneApiErrorKind.ContentFiltered)]
    [InlineData("PROHIBITED_CONTENT", OneApiErrorKind.ContentFiltered)]
    [InlineData("SPII", OneApiErrorKind.ContentFiltered)]
    [InlineData("IMAGE_SAFETY", OneApiErrorKind.ContentFiltered)]
    [InlineData("IMAGE_PROHIBITED_CONTENT", OneApiErrorKind.ContentFiltered)]
    [InlineData("IMAGE_RECITATION", OneApiErrorKind.ContentFiltered)]
    [InlineData("MODEL_ARMOR", OneApiErrorKind.ContentFiltered)]
    [InlineData("MALFORMED_FUNCTION_CALL", OneApiErrorKind.EmptyResponse)]
    [InlineData("UNEXPECTED_TOOL_CALL", OneApiErrorKind.EmptyResponse)]
    [InlineData("TOO_MANY_TOOL_CALLS", OneApiErrorKind.EmptyResponse)]
    [InlineData("NO_IMAGE", OneApiErrorKind.EmptyResponse)]
    [InlineData("IMAGE_OTHER", OneApiErrorKind.EmptyResponse)]
    [InlineData("OTHER", OneApiErrorKind.EmptyResponse)]
    [InlineData("FINISH_REASON_UNSPECIFIED", OneApiErrorKind.EmptyResponse)]
    public void Read_FinishReasonWithNothing_IsAnError(string wire, OneApiErrorKind expected)
    {
        foreach (var content in new[] { "{}", """{"role":"model"}""", """{"parts":[{"text":""}]}""" })
        {
            var body = $$"""{"candidates":[{"content":{{content}},"finishReason":"{{wire}}","finishMessage":"because"}]}""";

            var whole = Assert.Throws<OneApiException>(() => Read(body));
            var streamed = Assert.Throws<OneApiException>(() => Stream(body));

            Assert.Equal((expected, "because"), (whole.Kind, whole.ProviderMessage));
            Assert.Equal((expected, "because"), (streamed.Kind, streamed.ProviderMessage));
        }
    }

    [Fact]
    public void Read_OutputLimitWithNothing_IsLength()
    {
        const string Body = """{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":40,"thoughtsTokenCount":31}}""";

        Assert.Equal(ChatFinishReason.Length, Read(Body).FinishReason);
        Assert.Equal(ChatFinishReason.Length, Stream(Body)[^1].FinishReason);
    }

    [Theory]
    [InlineData("SAFETY")]
    [InlineData("OTHER")]
    [InlineData("BLOCKLIST")]
    [InlineData("PROHIBITED_CONTENT")]
    [InlineData("IMAGE_SAFETY")]
    [InlineData("MODEL_ARMOR")]
    [InlineData("JAILBREAK")]
    [InlineData("BLOCKED_REASON_UNSPECIFIED")]
    public void Read_BlockedPrompt_IsContentFiltered(string reason)
    {
        var body = $$$"""{"promptFeedback":{"blockReason":"{{{reason}}}","blockReasonMessage":"No."},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}""";

        var whole = Assert.Throws<OneApiException>(() => Read(body));
        var streamed = Assert.Throws<OneApiException>(() => Stream(body));

        Assert.Equal((OneApiErrorKind.ContentFiltered, reason, "No."), (whole.Kind, whole.ProviderCode, whole.ProviderMessage));
        Assert.Equal((OneApiErrorKind.ContentFiltered, reason, "No."), (streamed.Kind, streamed.ProviderCode, streamed.ProviderMessage));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":4}}""")]
    public void Read_NothingAtAll_IsEmptyResponse(string body) => Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Fact]
    public void Read_ErrorUnderSuccess_IsTheError()
    {
        var error = Assert.Throws<OneApiException>(() => Read("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"""));

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, error.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("\"x\"")]
    [InlineData("""{"candidates":[""")]
    public void Read_NoJsonObject_IsAJsonException(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));
}
