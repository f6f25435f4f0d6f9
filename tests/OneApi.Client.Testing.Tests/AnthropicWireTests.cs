using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

public sealed class AnthropicWireTests
{
    [Fact]
    public async Task Chat_Whole_HasTheShapeOfAMessage()
    {
        await using var fake = FakeAnthropic.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", """{"model":"claude-x","max_tokens":10,"system":"Be brief.","messages":[{"role":"user","content":[{"type":"text","text":"hello"}]}]}"""));

        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(answer.Headers["request-id"]);
        var json = answer.Json;
        Assert.Equal("message", json.GetProperty("type").GetString());
        Assert.Equal("assistant", json.GetProperty("role").GetString());
        Assert.Equal("claude-x", json.GetProperty("model").GetString());
        Assert.Equal("""[{"type":"text","text":"You said: hello"}]""", json.GetProperty("content").GetRawText());
        Assert.Equal("end_turn", json.GetProperty("stop_reason").GetString());
        Assert.Equal(5, json.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(4, json.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Chat_Streamed_HasNamedEventsInOrder_AndMessageStopLast()
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { Chunks = ["a", "b"] });

        var answer = await Http.SendAsync(ProviderCase.Anthropic.Chat(fake, true, "hi"));

        Assert.Equal("text/event-stream; charset=utf-8", answer.Headers["content-type"]);
        Assert.DoesNotContain('\r', answer.Body);
        Assert.DoesNotContain("[DONE]", answer.Body, StringComparison.Ordinal);
        var blocks = answer.Body[..^2].Split("\n\n");
        Assert.EndsWith("\n\n", answer.Body, StringComparison.Ordinal);
        Assert.Equal(
            ["message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            blocks.Select(block => block.Split('\n')[0]["event: ".Length..]));
        Assert.Equal("event: ping\ndata: {\"type\": \"ping\"}", blocks[2]);
        Assert.All(blocks, block => Assert.Equal(block.Split('\n')[0]["event: ".Length..], JsonElement.Parse(block.Split('\n')[1]["data: ".Length..]).GetProperty("type").GetString()));
        Assert.Contains(blocks, block => block.EndsWith(" }", StringComparison.Ordinal));
        var start = JsonElement.Parse(answer.Events[0]).GetProperty("message");
        Assert.Equal(0, start.GetProperty("content").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, start.GetProperty("stop_reason").ValueKind);
    }

    [Fact]
    public async Task Chat_StreamedTool_ComesAsInputJsonFragments_TheFirstEmpty()
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { ToolCalls = [new("toolu_1", "weather", """{"city":"Paris"}""")], ChunkSize = 6 });

        var answer = await Http.SendAsync(ProviderCase.Anthropic.Chat(fake, true, "hi"));

        var events = answer.Events.ConvertAll(data => JsonElement.Parse(data));
        var block = events[1].GetProperty("content_block");
        Assert.Equal("tool_use", block.GetProperty("type").GetString());
        Assert.Equal("toolu_1", block.GetProperty("id").GetString());
        Assert.Equal("{}", block.GetProperty("input").GetRawText());
        var fragments = events.Where(json => Sse.At(json, "delta", "type")?.GetString() == "input_json_delta").Select(json => json.GetProperty("delta").GetProperty("partial_json").GetString()!).ToList();
        Assert.Equal("", fragments[0]);
        Assert.True(fragments.Count > 2);
        Assert.Equal("""{"city":"Paris"}""", string.Concat(fragments));
        Assert.Equal("tool_use", events[^2].GetProperty("delta").GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Chat_StreamedThinking_IsASignedBlockBeforeTheText()
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { Reasoning = "hm", Text = "Hi" });

        var answer = await Http.SendAsync(ProviderCase.Anthropic.Chat(fake, true, "hi"));

        var events = answer.Events.ConvertAll(data => JsonElement.Parse(data));
        Assert.Equal(
            ["thinking_delta", "signature_delta", "text_delta"],
            events.Select(json => Sse.At(json, "delta", "type")?.GetString()).OfType<string>());
        Assert.Equal([0, 1], events.Where(json => json.GetProperty("type").GetString() == "content_block_start").Select(json => json.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Chat_ThinkingSentBack_MustCarryItsSignature()
    {
        await using var fake = FakeAnthropic.Start();
        const string Request = """{"model":"m","max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"hi"}]}""";
        var block = (await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", Request))).Json.GetProperty("content")[0].GetRawText();
        string Turn(string thinking) => $$"""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{{thinking}},{"type":"text","text":"x"}]},{"role":"user","content":"on"}]}""";

        var unchanged = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", Turn(block)));
        var changed = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", Turn(block.Replace("The user", "A user", StringComparison.Ordinal))));

        Assert.Contains("\"thinking\":\"The user said: hi\"", block, StringComparison.Ordinal);
        Assert.Equal((200, 400), (unchanged.Status, changed.Status));
    }

    [Fact]
    public async Task Chat_Usage_ExcludesCachedAndWrittenTokensFromInput()
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { Text = "Hi", Usage = new FakeUsage { InputTokens = 100, CachedInputTokens = 60, CacheWriteTokens = 30, OutputTokens = 7 } });

        var whole = (await Http.SendAsync(ProviderCase.Anthropic.Chat(fake, false, "hi"))).Json.GetProperty("usage");
        var events = (await Http.SendAsync(ProviderCase.Anthropic.Chat(fake, true, "hi"))).Events.ConvertAll(data => JsonElement.Parse(data));

        foreach (var usage in (JsonElement[])[whole, events[^2].GetProperty("usage")])
        {
            Assert.Equal(10, usage.GetProperty("input_tokens").GetInt32());
            Assert.Equal(60, usage.GetProperty("cache_read_input_tokens").GetInt32());
            Assert.Equal(30, usage.GetProperty("cache_creation_input_tokens").GetInt32());
            Assert.Equal(7, usage.GetProperty("output_tokens").GetInt32());
        }

        Assert.Equal(10, events[0].GetProperty("message").GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":"x"}]}""", "user")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":" "}]}]}""", "non-empty")]
    [InlineData("""{"model":"m","max_tokens":1,"seed":1,"messages":[{"role":"user","content":"x"}]}""", "seed")]
    [InlineData("""{"model":"m","max_tokens":1,"temperature":1.5,"messages":[{"role":"user","content":"x"}]}""", "temperature")]
    [InlineData("""{"model":"m","max_tokens":"1","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":7}]}]}""", "")]
    [InlineData("""{"model":"m","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":"x"},"messages":[{"role":"user","content":"x"}]}""", "type")]
    [InlineData("""{"model":"m","max_tokens":1,"tools":[{"name":"f","input_schema":{}}],"messages":[{"role":"user","content":"x"}]}""", "input_schema")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t9","name":"f","input":{}}]},{"role":"user","content":"y"}]}""", "t9")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t9","name":"f","input":{}}]},{"role":"user","content":[{"type":"text","text":"y"},{"type":"tool_result","tool_use_id":"t9","content":"z"}]}]}""", "t9")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t9","content":"z"}]}]}""", "t9")]
    public async Task Chat_BrokenRequest_IsA400ThatNamesTheFault(string body, string word)
    {
        await using var fake = FakeAnthropic.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", body));

        Assert.Equal(400, answer.Status);
        Assert.Equal("error", answer.Json.GetProperty("type").GetString());
        Assert.Equal("invalid_request_error", answer.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains(word, answer.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(answer.Headers["request-id"], answer.Json.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Chat_ToolResultsInSeveralUserMessages_CountAsOneTurn()
    {
        await using var fake = FakeAnthropic.Start();
        const string Body = """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},{"type":"tool_use","id":"t2","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"one"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"two"}]}]}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", Body));

        Assert.Equal(200, answer.Status);
        Assert.Contains("one; two", answer.Json.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_OfferedToolNamed_IsCalledWithItsSchemasArguments()
    {
        await using var fake = FakeAnthropic.Start();
        const string Body = """{"model":"m","max_tokens":1,"tools":[{"name":"add","input_schema":{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a"]}}],"messages":[{"role":"user","content":"use add"}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages", Body));

        var block = Assert.Single(answer.Json.GetProperty("content").EnumerateArray());
        Assert.Equal("tool_use", block.GetProperty("type").GetString());
        Assert.Equal("""{"a":1}""", block.GetProperty("input").GetRawText());
        Assert.Equal("tool_use", answer.Json.GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task AnyCall_WithoutVersion_Is400_WithoutKey401_AndABearerKeyPasses()
    {
        await using var fake = FakeAnthropic.Start();
        using var versionless = ProviderCase.Anthropic.Chat(fake, false, "hi");
        versionless.Headers.Remove("anthropic-version");
        using var keyless = ProviderCase.Anthropic.Chat(fake, false, "hi");
        keyless.Headers.Remove("x-api-key");
        using var bearer = ProviderCase.Anthropic.Chat(fake, false, "hi");
        bearer.Headers.Remove("x-api-key");
        bearer.Headers.Add("Authorization", $"Bearer {fake.ApiKey}");

        var withoutVersion = await Http.SendAsync(versionless);
        var withoutKey = await Http.SendAsync(keyless);
        var withBearer = await Http.SendAsync(bearer);

        Assert.Equal((400, 401, 200), (withoutVersion.Status, withoutKey.Status, withBearer.Status));
        Assert.Equal("authentication_error", withoutKey.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("false", withoutKey.Headers["x-should-retry"]);
    }

    [Fact]
    public async Task CountTokens_CountsThePrompt_AndTakesNoMaxTokens()
    {
        await using var fake = FakeAnthropic.Start();

        var counted = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages/count_tokens", """{"model":"m","messages":[{"role":"user","content":"12345678"}]}"""));
        var refused = await Http.SendAsync(ProviderCase.Post(fake, "/v1/messages/count_tokens", """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}"""));

        Assert.Equal("""{"input_tokens":2}""", counted.Body);
        Assert.Equal(400, refused.Status);
    }
}
