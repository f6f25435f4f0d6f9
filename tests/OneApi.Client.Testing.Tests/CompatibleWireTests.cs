using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Tests;

public sealed class CompatibleWireTests
{
    private const string Hello = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";
    private const string HelloStreamed = """{"model":"m","messages":[{"role":"user","content":"hello"}],"stream":true}""";

    public static TheoryData<string> Providers => [.. FakeOpenAICompatible.Providers];

    private static HttpRequestMessage Post(FakeProvider fake, string json, string path = "/chat/completions", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", $"Bearer {key ?? fake.ApiKey}");
        return request;
    }

    private static JsonObject[] Events(string body) =>
        [.. body.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line[6..])!.AsObject())];

    [Fact]
    public void UnknownId_ListsTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(static () => FakeOpenAICompatible.Start("nobody"));

        Assert.All(FakeOpenAICompatible.Providers, id => Assert.Contains(id, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task EveryVendor_AnswersWholeAndStreamed(string provider)
    {
        await using var fake = FakeOpenAICompatible.Start(provider);

        var whole = await Http.SendAsync(Post(fake, Hello));
        var streamed = await Http.SendAsync(Post(fake, HelloStreamed));

        Assert.Equal(provider, fake.Provider);
        Assert.Equal((200, 200), (whole.Status, streamed.Status));
        var text = Events(streamed.Body).SelectMany(static chunk => chunk["choices"]!.AsArray()).Select(static choice => (string?)choice!["delta"]!["content"]);
        Assert.Equal("You said: hello", string.Concat(text));
        Assert.Equal("You said: hello", (string?)JsonNode.Parse(whole.Body)!["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task AServerWithoutKeys_DemandsOne_OnlyWhenTheTestNamesIt()
    {
        await using var open = FakeOpenAICompatible.Start("vllm");
        await using var closed = FakeOpenAICompatible.Start("vllm", new() { ApiKey = "k" });

        Assert.Equal(200, (await Http.SendAsync(Post(open, Hello, key: "anything"))).Status);
        var refused = await Http.SendAsync(Post(closed, Hello, key: "wrong"));
        Assert.Equal((401, """{"error":"Unauthorized"}"""), (refused.Status, refused.Body));
    }

    [Theory]
    [InlineData(""" "logprobs":true """)]
    [InlineData(""" "logit_bias":{} """)]
    [InlineData(""" "top_logprobs":1 """)]
    [InlineData(""" "n":2 """)]
    public async Task Groq_RefusesWhatItDoesNotTake(string member)
    {
        await using var fake = FakeOpenAICompatible.Start("groq");

        Assert.Equal(400, (await Http.SendAsync(Post(fake, Hello[..^1] + "," + member + "}"))).Status);
    }

    [Fact]
    public async Task Groq_UsageComesInItsOwnObject_AndErrorsAreNamedEvents()
    {
        await using var fake = FakeOpenAICompatible.Start("groq");

        Assert.NotNull(Events((await Http.SendAsync(Post(fake, HelloStreamed))).Body)[^1]["x_groq"]!["usage"]);

        fake.Fault(Fault.ErrorMidStream(1));
        var broken = (await Http.SendAsync(Post(fake, HelloStreamed))).Body;
        Assert.Contains("event: error\ndata: {\"error\":", broken, StringComparison.Ordinal);
        Assert.Contains("\"status_code\":500", broken, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed", "1")]
    [InlineData("stream_options", "{}")]
    [InlineData("max_completion_tokens", "5")]
    [InlineData("user", "\"u\"")]
    [InlineData("logprobs", "true")]
    public async Task Mistral_RefusesUnknownMembers(string name, string value)
    {
        await using var fake = FakeOpenAICompatible.Start("mistral");

        var answer = await Http.SendAsync(Post(fake, Hello[..^1] + $",\"{name}\":{value}" + "}"));

        Assert.Equal(422, answer.Status);
        Assert.Equal(name, (string?)JsonNode.Parse(answer.Body)!["detail"]![0]!["loc"]![1]);
    }

    [Fact]
    public async Task Mistral_ThinksInLists_AndCallsToolsWhole()
    {
        await using var fake = FakeOpenAICompatible.Start("mistral");
        fake.Reply(new FakeReply { Reasoning = "Hm", ToolCalls = [new FakeToolCall(null, "weather", """{"city":"Rome"}""")] });

        var chunks = Events((await Http.SendAsync(Post(fake, HelloStreamed))).Body);

        Assert.Equal("thinking", (string?)chunks[1]["choices"]![0]!["delta"]!["content"]![0]!["type"]);
        var last = chunks[^1];
        Assert.Equal("tool_calls", (string?)last["choices"]![0]!["finish_reason"]);
        Assert.Equal("""{"city":"Rome"}""", (string?)last["choices"]![0]!["delta"]!["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal(9, ((string?)last["choices"]![0]!["delta"]!["tool_calls"]![0]!["id"])!.Length);
        Assert.NotNull(last["usage"]);
    }

    [Fact]
    public async Task Perplexity_HasUsageAndMessageOnEveryChunk_CrLf_AndNoEndMark()
    {
        await using var fake = FakeOpenAICompatible.Start("perplexity");

        var body = (await Http.SendAsync(Post(fake, HelloStreamed))).Body;

        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", body, StringComparison.Ordinal);
        var chunks = Events(body);
        Assert.All(chunks, static chunk => Assert.NotNull(chunk["usage"]));
        Assert.Equal(("chat.completion.done", "You said: hello"), ((string?)chunks[^1]["object"], (string?)chunks[^1]["choices"]![0]!["message"]!["content"]));
    }

    [Fact]
    public async Task Perplexity_WantsRolesThatTakeTurns()
    {
        await using var fake = FakeOpenAICompatible.Start("perplexity");

        Assert.Equal(400, (await Http.SendAsync(Post(fake, """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}"""))).Status);
    }

    [Fact]
    public async Task OpenRouter_BeginsWithSignsOfLife_AndEndsTwice()
    {
        await using var fake = FakeOpenAICompatible.Start("openrouter");

        var whole = (await Http.SendAsync(Post(fake, Hello))).Body;
        var streamed = (await Http.SendAsync(Post(fake, HelloStreamed))).Body;

        Assert.True(char.IsWhiteSpace(whole[0]));
        Assert.StartsWith(": OPENROUTER PROCESSING\n\n", streamed, StringComparison.Ordinal);
        var chunks = Events(streamed);
        Assert.Equal(["stop", "stop"], chunks[^2..].Select(static chunk => (string?)chunk["choices"]![0]!["finish_reason"]));
        Assert.Null(chunks[^2]["usage"]);
        Assert.NotNull(chunks[^1]["usage"]!["cost"]);
    }

    [Fact]
    public async Task XAI_CountsReasoningBesideTheCompletion()
    {
        await using var fake = FakeOpenAICompatible.Start("xai");
        fake.Reply(new FakeReply { Text = "4", Usage = new() { InputTokens = 12, OutputTokens = 291, ReasoningTokens = 290 } });

        var usage = JsonNode.Parse((await Http.SendAsync(Post(fake, Hello))).Body)!["usage"]!;

        Assert.Equal((12, 1, 303), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
    }

    [Theory]
    [InlineData("groq", "tool_use_failed", 400)]
    [InlineData("xai", "invalid-argument", 400)]
    [InlineData("openrouter", "moderation", 403)]
    [InlineData("cerebras", "queue_exceeded", 503)]
    [InlineData("cloudflare", "3036", 429)]
    [InlineData("github-models", "tokens_limit_reached", 413)]
    [InlineData("mistral", "3051", 400)]
    [InlineData("cohere", "TOO_MANY_TOKENS", 400)]
    [InlineData("llamacpp", "exceed_context_size_error", 400)]
    public async Task CodesOfThePage_ComeOnDemand(string provider, string code, int status)
    {
        await using var fake = FakeOpenAICompatible.Start(provider);
        fake.Fault(Fault.ProviderError(code));

        Assert.Equal(status, (await Http.SendAsync(Post(fake, Hello))).Status);
        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("no such code")));
    }
}
