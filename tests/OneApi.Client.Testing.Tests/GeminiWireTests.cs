using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

public sealed class GeminiWireTests
{
    private const string Hello = """{"contents":[{"role":"user","parts":[{"text":"hello"}]}]}""";

    private static string Model(string verb) => $"/models/gemini-2.5-flash:{verb}";

    [Fact]
    public async Task Chat_Whole_HasTheShapeOfAGenerateContentResponse()
    {
        await using var fake = FakeGemini.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model("generateContent"), Hello));

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json; charset=UTF-8", answer.Headers["content-type"]);
        var json = answer.Json;
        Assert.Equal("""{"parts":[{"text":"You said: hello"}],"role":"model"}""", json.GetProperty("candidates")[0].GetProperty("content").GetRawText());
        Assert.Equal("STOP", json.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        Assert.Equal("gemini-2.5-flash", json.GetProperty("modelVersion").GetString());
        Assert.Equal((2, 4, 6), (Count(json, "promptTokenCount"), Count(json, "candidatesTokenCount"), Count(json, "totalTokenCount")));
    }

    [Fact]
    public async Task Chat_StreamedAsSse_HasCrLfDataOnly_NoDone_AndFinishesOnTheLastContent()
    {
        await using var fake = FakeGemini.Start();
        fake.Reply(new FakeReply { Chunks = ["a", "b", "c"] });

        var answer = await Http.SendAsync(ProviderCase.Gemini.Chat(fake, true, "hi"));

        Assert.Equal("text/event-stream", answer.Headers["content-type"]);
        Assert.DoesNotContain("[DONE]", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("event:", answer.Body, StringComparison.Ordinal);
        Assert.EndsWith("}\r\n\r\n", answer.Body, StringComparison.Ordinal);
        Assert.Equal(answer.Body.Count(character => character == '\n'), answer.Body.Split("\r\n").Length - 1);
        Assert.All(answer.Body[..^4].Split("\r\n\r\n"), block => Assert.StartsWith("data: {", block, StringComparison.Ordinal));
        var chunks = answer.Events.ConvertAll(data => JsonElement.Parse(data));
        Assert.Equal(["a", "b", "c"], Sse.Texts("gemini", answer.Body));
        Assert.Equal(["", "", "STOP"], chunks.Select(chunk => Sse.At(chunk, "candidates", 0, "finishReason")?.GetString() ?? ""));
        Assert.All(chunks, chunk => Assert.Equal(1, Count(chunk, "promptTokenCount")));
        Assert.Equal(2, Count(chunks[^1], "totalTokenCount"));
    }

    [Fact]
    public async Task Chat_StreamedWithoutAltSse_IsOneJsonArray_AndSoIsAnError()
    {
        await using var fake = FakeGemini.Start();
        fake.Reply(new FakeReply { Chunks = ["a", "b"] });

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model("streamGenerateContent"), Hello));
        fake.Fault(Fault.ServerError());
        var error = await Http.SendAsync(ProviderCase.Post(fake, Model("streamGenerateContent"), Hello));

        Assert.Equal("application/json; charset=UTF-8", answer.Headers["content-type"]);
        Assert.Equal(["a", "b"], answer.Json.EnumerateArray().Select(chunk => Sse.At(chunk, "candidates", 0, "content", "parts", 0, "text")!.Value.GetString()));
        fake.ClearFaults();
        fake.Fault(Fault.ErrorInSuccess());
        var underSuccess = await Http.SendAsync(ProviderCase.Post(fake, Model("streamGenerateContent"), Hello));

        Assert.Equal(500, error.Json[0].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(200, underSuccess.Status);
        Assert.Equal("INTERNAL", underSuccess.Json[0].GetProperty("error").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ToolCall_ComesWholeUnderStop_WithoutAnId_AndSigned(bool streaming)
    {
        await using var fake = FakeGemini.Start();
        const string Body = """{"contents":[{"role":"user","parts":[{"text":"get_weather please"}]}],"tools":[{"functionDeclarations":[{"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"days":{"type":"INTEGER"}},"required":["days"]}}]}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model(streaming ? "streamGenerateContent?alt=sse" : "generateContent"), Body));

        var candidate = (streaming ? JsonElement.Parse(Assert.Single(answer.Events)) : answer.Json).GetProperty("candidates")[0];
        var part = Assert.Single(candidate.GetProperty("content").GetProperty("parts").EnumerateArray());
        Assert.Equal("""{"name":"get_weather","args":{"days":1}}""", part.GetProperty("functionCall").GetRawText());
        Assert.NotEmpty(part.GetProperty("thoughtSignature").GetBytesFromBase64());
        Assert.Equal("STOP", candidate.GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task Chat_AfterAFunctionResponse_QuotesIt()
    {
        await using var fake = FakeGemini.Start();
        const string Body = """{"contents":[{"role":"user","parts":[{"text":"f"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"21 degrees"}}}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model("generateContent"), Body));

        Assert.Contains("21 degrees", Sse.At(answer.Json, "candidates", 0, "content", "parts", 0, "text")!.Value.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_Thoughts_AreMarkedParts_AndLeftOutOfCandidateTokens()
    {
        await using var fake = FakeGemini.Start();
        fake.Reply(new FakeReply { Reasoning = "hm", Text = "Hi", Usage = new FakeUsage { InputTokens = 100, CachedInputTokens = 60, OutputTokens = 30, ReasoningTokens = 20 } });

        var json = (await Http.SendAsync(ProviderCase.Gemini.Chat(fake, false, "hi"))).Json;

        Assert.Equal("""[{"text":"hm","thought":true},{"text":"Hi"}]""", json.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts").GetRawText());
        Assert.Equal((100, 60, 10, 20, 130), (Count(json, "promptTokenCount"), Count(json, "cachedContentTokenCount"), Count(json, "candidatesTokenCount"), Count(json, "thoughtsTokenCount"), Count(json, "totalTokenCount")));
    }

    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]}],"x":1}""", "Unknown name \"x\"")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"max_tokens":1}}""", "Unknown name \"max_tokens\"")]
    [InlineData("""{}""", "contents")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}""", "role")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"},{"text":""}]}]}""", "text")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x","inlineData":{}}]}]}""", "exactly one")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"functionResponse":{"response":{}}}]}]}""", "name")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"seed":9999999999}}""", "seed")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"object","additionalProperties":false}}]}]}""", "additionalProperties")]
    public async Task Chat_BrokenRequest_IsInvalidArgument(string body, string word)
    {
        await using var fake = FakeGemini.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model("generateContent"), body));

        Assert.Equal(400, answer.Status);
        var error = answer.Json.GetProperty("error");
        Assert.Equal((400, "INVALID_ARGUMENT"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Contains(word, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_SnakeCase_IsTakenLikeCamelCase()
    {
        await using var fake = FakeGemini.Start();
        const string Body = """{"contents":[{"parts":[{"text":"hi"}]}],"system_instruction":{"parts":[{"text":"x"}]},"generation_config":{"response_mime_type":"application/json","response_json_schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}}}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, Model("generateContent"), Body));

        Assert.Equal("""{"n":1}""", Sse.At(answer.Json, "candidates", 0, "content", "parts", 0, "text")!.Value.GetString());
    }

    [Fact]
    public async Task AnyCall_WithAWrongKey_Is400ApiKeyInvalid_AndWithout403()
    {
        await using var fake = FakeGemini.Start();
        using var wrong = ProviderCase.Gemini.Chat(fake, false, "hi");
        wrong.Headers.Remove("x-goog-api-key");
        wrong.Headers.Add("x-goog-api-key", "AIzaWrong");
        using var without = ProviderCase.Gemini.Chat(fake, false, "hi");
        without.Headers.Remove("x-goog-api-key");

        var refused = await Http.SendAsync(wrong);
        var unknown = await Http.SendAsync(without);

        Assert.Equal(400, refused.Status);
        Assert.Equal("API_KEY_INVALID", Sse.At(refused.Json, "error", "details", 0, "reason")!.Value.GetString());
        Assert.Equal(403, unknown.Status);
        Assert.Equal("PERMISSION_DENIED", unknown.Json.GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Embeddings_SingleAndBatch_GiveTheSameVectors()
    {
        await using var fake = FakeGemini.Start();

        var single = await Http.SendAsync(ProviderCase.Post(fake, "/models/e:embedContent", """{"content":{"parts":[{"text":"b"}]},"outputDimensionality":4}"""));
        var batch = await Http.SendAsync(ProviderCase.Post(fake, "/models/e:batchEmbedContents", """{"requests":[{"model":"models/e","content":{"parts":[{"text":"a"}]},"outputDimensionality":4},{"model":"models/e","content":{"parts":[{"text":"b"}]},"outputDimensionality":4}]}"""));
        var wrongModel = await Http.SendAsync(ProviderCase.Post(fake, "/models/e:batchEmbedContents", """{"requests":[{"model":"e","content":{"parts":[{"text":"a"}]}}]}"""));

        Assert.Equal(4, single.Json.GetProperty("embedding").GetProperty("values").GetArrayLength());
        Assert.Equal(single.Json.GetProperty("embedding").GetProperty("values").GetRawText(), batch.Json.GetProperty("embeddings")[1].GetProperty("values").GetRawText());
        Assert.Equal(400, wrongModel.Status);
    }

    [Fact]
    public async Task CountTokens_TakesContentsOrAWholeRequest()
    {
        await using var fake = FakeGemini.Start();

        var contents = await Http.SendAsync(ProviderCase.Post(fake, Model("countTokens"), """{"contents":[{"parts":[{"text":"12345678"}]}]}"""));
        var whole = await Http.SendAsync(ProviderCase.Post(fake, Model("countTokens"), """{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"parts":[{"text":"12345678"}]}],"systemInstruction":{"parts":[{"text":"1234"}]}}}"""));

        Assert.Equal((2, 3), (contents.Json.GetProperty("totalTokens").GetInt32(), whole.Json.GetProperty("totalTokens").GetInt32()));
    }

    [Fact]
    public async Task RequestLog_KnowsModelAndStreamingFromThePath()
    {
        await using var fake = FakeGemini.Start();

        await Http.SendAsync(ProviderCase.Gemini.Chat(fake, true, "hi"));

        var request = Assert.Single(fake.Requests);
        Assert.Equal(("gemini-2.5-flash", true, true, "sse"), (request.Model, request.IsStreaming, request.AuthenticationPassed, request.Query["alt"]));
    }

    private static int Count(JsonElement json, string name) => json.GetProperty("usageMetadata").GetProperty(name).GetInt32();
}
