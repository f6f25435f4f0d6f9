using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Tests;

public sealed class OpenAIWireTests
{
    private const string Hello = """{"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hello"}]}""";

    private const string WeatherTool = """{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":3},"unit":{"enum":["celsius","kelvin"]},"note":{"type":"string"}},"required":["city","days","unit"]}}}""";

    [Fact]
    public async Task Chat_Whole_HasTheShapeOfAChatCompletion()
    {
        await using var fake = FakeOpenAI.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", Hello));

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Headers["content-type"]);
        Assert.NotEmpty(answer.Headers["x-request-id"]);
        Assert.Equal("2020-10-01", answer.Headers["openai-version"]);
        var json = answer.Json;
        Assert.Equal("chat.completion", json.GetProperty("object").GetString());
        Assert.Equal("gpt-4o", json.GetProperty("model").GetString());
        var choice = Assert.Single(json.GetProperty("choices").EnumerateArray());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal("You said: hello", choice.GetProperty("message").GetProperty("content").GetString());
        var usage = json.GetProperty("usage");

        // Four characters make a token: "Be brief." 3, "hello" 2; "You said: hello" 4.
        Assert.Equal((5, 4, 9), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
    }

    [Fact]
    public async Task Chat_Streamed_GoesRoleContentFinishUsageDone()
    {
        await using var fake = FakeOpenAI.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", With(Hello, """{"stream":true,"stream_options":{"include_usage":true}}""")));

        Assert.Equal("text/event-stream; charset=utf-8", answer.Headers["content-type"]);
        Assert.DoesNotContain('\r', answer.Body);
        Assert.DoesNotContain("event:", answer.Body, StringComparison.Ordinal);
        Assert.EndsWith("}\n\ndata: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        Assert.All(answer.Body[..^2].Split("\n\n"), block => Assert.StartsWith("data: ", block, StringComparison.Ordinal));
        var events = answer.Events;
        Assert.Single(events, "[DONE]");
        var chunks = events[..^1].ConvertAll(data => JsonElement.Parse(data));
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Equal("""{"role":"assistant","content":"","refusal":null}""", Delta(chunks[0]));
        Assert.Equal("You said: hello", string.Concat(Sse.Texts("openai", answer.Body)));
        Assert.Equal("{}", Delta(chunks[^2]));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(9, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
    }

    [Fact]
    public async Task Chat_StreamedWithoutIncludeUsage_NeverSaysUsage()
    {
        await using var fake = FakeOpenAI.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", With(Hello, """{"stream":true}""")));

        Assert.DoesNotContain("usage", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"choices\":[]", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_NamesAnOfferedTool_IsAnsweredWithACallThatFitsItsSchema()
    {
        await using var fake = FakeOpenAI.Start();
        var body = $$"""{"model":"gpt-4o","tools":[{{WeatherTool}}],"messages":[{"role":"user","content":"Please get_weather for Paris."}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body));

        var choice = answer.Json.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        var call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("function", call.GetProperty("type").GetString());
        var arguments = JsonElement.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!);
        Assert.Equal(["city", "days", "unit"], arguments.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3, arguments.GetProperty("days").GetInt32());
        Assert.Equal("celsius", arguments.GetProperty("unit").GetString());
    }

    [Theory]
    [InlineData("Use get_weather and get_time.", true, 2)]
    [InlineData("Use get_weather and get_time.", false, 1)]
    [InlineData("Use get_weather_forecast.", true, 0)]
    [InlineData("Use no tool.", true, 0)]
    public async Task Chat_NamesSeveralTools_CallsEachThatIsNamedAsAWholeWord(string text, bool parallel, int calls)
    {
        await using var fake = FakeOpenAI.Start();
        var time = """{"type":"function","function":{"name":"get_time"}}""";
        var body = $$"""{"model":"gpt-4o","tools":[{{WeatherTool}},{{time}}],"parallel_tool_calls":{{(parallel ? "true" : "false")}},"messages":[{"role":"user","content":"{{text}}"}]}""";

        var message = (await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body))).Json.GetProperty("choices")[0].GetProperty("message");

        Assert.Equal(calls, message.TryGetProperty("tool_calls", out var list) ? list.GetArrayLength() : 0);
    }

    [Fact]
    public async Task Chat_StreamedToolCalls_ComeInFragmentsKeyedByIndex()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(new FakeReply { ToolCalls = [new("call_1", "get_weather", """{"city":"Paris"}"""), new("call_2", "get_time", "{}")], ChunkSize = 6 });
        var body = """{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"go"}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body));

        var deltas = answer.Events[..^1].ConvertAll(data => JsonElement.Parse(data).GetProperty("choices")[0].GetProperty("delta"));
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":""}}],"refusal":null}""",
            deltas[0].GetRawText());
        var fragments = deltas.Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0]).ToList();
        var byIndex = fragments.GroupBy(fragment => fragment.GetProperty("index").GetInt32()).ToDictionary(group => group.Key, group => string.Concat(group.Select(fragment => fragment.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("""{"city":"Paris"}""", byIndex[0]);
        Assert.Equal("{}", byIndex[1]);
        Assert.Equal(2, fragments.Count(fragment => fragment.TryGetProperty("id", out _)));
        Assert.Contains("\"finish_reason\":\"tool_calls\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_AfterAToolResult_QuotesIt()
    {
        await using var fake = FakeOpenAI.Start();
        var body = $$$"""{"model":"gpt-4o","tools":[{{{WeatherTool}}}],"messages":[{"role":"user","content":"get_weather"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"21 degrees"}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body));

        Assert.Contains("21 degrees", answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"get_weather"}}""")]
    [InlineData("\"required\"")]
    public async Task Chat_ForcedTool_IsCalledWhateverTheUserSaid(string choice)
    {
        await using var fake = FakeOpenAI.Start();
        var body = $$"""{"model":"gpt-4o","tools":[{{WeatherTool}}],"tool_choice":{{choice}},"messages":[{"role":"user","content":"hi"}]}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body));

        Assert.Equal("get_weather", Sse.At(answer.Json, "choices", 0, "message", "tool_calls", 0, "function", "name")!.Value.GetString());
    }

    [Fact]
    public async Task Chat_WithAJsonSchema_AnswersJsonThatFits()
    {
        await using var fake = FakeOpenAI.Start();
        var format = """{"response_format":{"type":"json_schema","json_schema":{"name":"person","schema":{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"$ref":"#/$defs/tag"},"minItems":2},"born":{"type":["null","string"],"format":"date"}},"required":["name","tags","born"],"$defs":{"tag":{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}}}}}}""";

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", With(Hello, format)));

        var value = JsonElement.Parse(answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal(JsonValueKind.String, value.GetProperty("name").ValueKind);
        Assert.Equal(2, value.GetProperty("tags").GetArrayLength());
        Assert.True(value.GetProperty("tags")[1].GetProperty("ok").GetBoolean());
        Assert.True(DateOnly.TryParse(value.GetProperty("born").GetString(), out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ScriptedReasoning_TravelsAsReasoningContentAndIsCounted(bool streaming)
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(new FakeReply { Text = "Hi", Reasoning = "hm", Usage = new FakeUsage { InputTokens = 100, CachedInputTokens = 60, OutputTokens = 30, ReasoningTokens = 20 } });

        var answer = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, streaming, "hi"));

        Assert.Contains("\"reasoning_content\":\"hm\"", answer.Body, StringComparison.Ordinal);
        var usage = streaming ? JsonElement.Parse(answer.Events[^2]).GetProperty("usage") : answer.Json.GetProperty("usage");
        Assert.Equal(100, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(60, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
        Assert.Equal(30, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(20, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"x"}]}""", "robot")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"auto"}""", "tool_choice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":true}}""", "stream_options")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":3}""", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}""", "json")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c9","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}""", "c9")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","tool_call_id":"c9","content":"x"}]}""", "tool_calls")]
    [InlineData("not json", "JSON")]
    public async Task Chat_BrokenRequest_IsA400ThatNamesTheFault(string body, string word)
    {
        await using var fake = FakeOpenAI.Start();

        var answer = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", body));

        Assert.Equal(400, answer.Status);
        var error = answer.Json.GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Contains(word, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(error.TryGetProperty("param", out _));
        Assert.True(error.TryGetProperty("code", out _));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Bearer sk-wrong-000000000000", "invalid_api_key")]
    [InlineData("sk-fake-openai-0123456789abcdefghijklmnopqrstuv", "")]
    public async Task AnyCall_WithoutTheBearerKey_Is401(string? authorization, string code)
    {
        await using var fake = FakeOpenAI.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{fake.Url}/models");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var answer = await Http.SendAsync(request);

        Assert.Equal(401, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString() ?? "");
        Assert.False(Assert.Single(fake.Requests).AuthenticationPassed);
    }

    [Fact]
    public async Task OtherPathOrMethod_Is404Or405InTheErrorShape()
    {
        await using var fake = FakeOpenAI.Start();

        var lost = await Http.SendAsync(ProviderCase.Post(fake, "/v1/chat/completions", Hello));
        var wrongMethod = await Http.SendAsync(ProviderCase.Get(fake, "/chat/completions"));

        Assert.Equal((404, 405), (lost.Status, wrongMethod.Status));
        Assert.Equal("Invalid URL (POST /v1/v1/chat/completions)", lost.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("invalid_request_error", wrongMethod.Json.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task ListedModels_AreAllThatExist()
    {
        await using var fake = FakeOpenAI.Start(new FakeProviderOptions { Models = { "only" } });

        var listed = await Http.SendAsync(ProviderCase.Get(fake, "/models"));
        var other = await Http.SendAsync(ProviderCase.Post(fake, "/chat/completions", Hello));

        Assert.Equal("only", Assert.Single(listed.Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(404, other.Status);
        Assert.Equal("model_not_found", other.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Embeddings_AreUnitVectors_TheSameAsFloatsAndAsBase64()
    {
        await using var fake = FakeOpenAI.Start();

        var floats = await Http.SendAsync(ProviderCase.Post(fake, "/embeddings", """{"model":"e","input":["a","b"],"dimensions":8}"""));
        var base64 = await Http.SendAsync(ProviderCase.Post(fake, "/embeddings", """{"model":"e","input":"b","dimensions":8,"encoding_format":"base64"}"""));

        var vectors = floats.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle()).ToArray()).ToList();
        var bytes = base64.Json.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal([0, 1], floats.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()));
        Assert.All(vectors, vector => Assert.Equal(1f, vector.Sum(value => value * value), 4));
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.Equal(vectors[1], Enumerable.Range(0, 8).Select(i => BitConverter.ToSingle(bytes, i * 4)));
        Assert.Equal(2, floats.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    private static string With(string body, string members)
    {
        var json = JsonNode.Parse(body)!.AsObject();

        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json.ToJsonString();
    }

    private static string Delta(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta").GetRawText();
}
