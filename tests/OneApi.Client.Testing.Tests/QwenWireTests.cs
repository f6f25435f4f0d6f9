using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>The fake of DashScope against a bare client; shapes and words from protocols/qwen.md.</summary>
public sealed class QwenWireTests
{
    private const string Text = "/api/v1/services/aigc/text-generation/generation";
    private const string Multimodal = "/api/v1/services/aigc/multimodal-generation/generation";
    private const string Embeddings = "/api/v1/services/embeddings/text-embedding/text-embedding";
    private const string Compatible = "/compatible-mode/v1/chat/completions";
    private const string Synthesis = "/api/v1/services/aigc/text2image/image-synthesis";
    private const string Flower = """{"model":"wan2.2-t2i-flash","input":{"prompt":"a flower shop"},"parameters":{"size":"64*32","n":2,"seed":42}}""";
    private const string Poster = """{"model":"qwen-image-plus","input":{"messages":[{"role":"user","content":[{"text":"a poster"}]}]},"parameters":{"size":"1328*1328","n":1}}""";
    private const string Hello = """{"model":"qwen-plus","input":{"messages":[{"role":"user","content":"hello"}]},"parameters":{"result_format":"message"}}""";
    private const string Incremental = """{"model":"qwen-plus","input":{"messages":[{"role":"user","content":"hello"}]},"parameters":{"result_format":"message","incremental_output":true}}""";

    [Fact]
    public async Task Native_Whole_HasThePagesShape()
    {
        await using var fake = FakeQwen.Start();

        var json = (await Http.SendAsync(Post(fake, Text, Hello))).Json;

        Assert.Equal(["output", "usage", "request_id"], json.EnumerateObject().Select(static member => member.Name));
        var choice = Assert.Single(json.GetProperty("output").GetProperty("choices").EnumerateArray());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("""{"content":"You said: hello","role":"assistant"}""", choice.GetProperty("message").GetRawText());

        // Four characters make a token: "hello" 2, "You said: hello" 4.
        Assert.Equal("""{"total_tokens":6,"output_tokens":4,"input_tokens":2}""", json.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Images_ATask_IsPolledUntilItHasEnded()
    {
        await using var fake = FakeQwen.Start();
        var submitted = (await Http.SendAsync(Post(fake, Synthesis, Flower, ("X-DashScope-Async", "enable")))).Json.GetProperty("output");
        Assert.Equal("PENDING", submitted.GetProperty("task_status").GetString());

        var running = await AskAsync(fake, submitted);
        var ended = await AskAsync(fake, submitted);

        Assert.Equal(("RUNNING", """{"TOTAL":2,"SUCCEEDED":0,"FAILED":0}"""), (running.GetProperty("task_status").GetString(), running.GetProperty("task_metrics").GetRawText()));
        Assert.Equal("SUCCEEDED", ended.GetProperty("task_status").GetString());
        Assert.All(ended.GetProperty("results").EnumerateArray(), result => Assert.StartsWith(fake.Url, result.GetProperty("url").GetString(), StringComparison.Ordinal));
        using var plain = new HttpRequestMessage(HttpMethod.Get, ended.GetProperty("results")[1].GetProperty("url").GetString());
        Assert.Equal("image/png", (await Http.SendAsync(plain)).Headers["content-type"]);
    }

    [Theory]
    [InlineData(FakeImageOutcome.Filtered, "DataInspectionFailed")]
    [InlineData(FakeImageOutcome.Fails, "InternalError.Timeout")]
    public async Task Images_ATaskThatFails_HasACodeInItsOutput(FakeImageOutcome outcome, string code)
    {
        await using var fake = FakeQwen.Start();
        (fake.Outcome, fake.PollsUntilDone) = (outcome, 1);
        var submitted = (await Http.SendAsync(Post(fake, Synthesis, Flower, ("X-DashScope-Async", "enable")))).Json.GetProperty("output");

        var ended = await AskAsync(fake, submitted);

        Assert.Equal(("FAILED", code), (ended.GetProperty("task_status").GetString(), ended.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Images_ATaskThatNobodyBegan_IsUnknown()
    {
        await using var fake = FakeQwen.Start();

        Assert.Equal("UNKNOWN", (await AskAsync(fake, JsonElement.Parse("""{"task_id":"nobody's"}"""))).GetProperty("task_status").GetString());
    }

    [Fact]
    public async Task Images_OfSomeModels_ComeAtOnce()
    {
        await using var fake = FakeQwen.Start();

        var json = (await Http.SendAsync(Post(fake, Multimodal, Poster))).Json;

        var content = Assert.Single(json.GetProperty("output").GetProperty("choices")[0].GetProperty("message").GetProperty("content").EnumerateArray());
        Assert.StartsWith(fake.Url, content.GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"image_count":1,"width":1328,"height":1328}""", json.GetProperty("usage").GetRawText());
    }

    [Theory]
    [InlineData(Synthesis, Flower, "", 403, "AccessDenied")]
    [InlineData(Synthesis, """{"input":{"prompt":"x"}}""", "enable", 400, "InvalidParameter")]
    [InlineData(Synthesis, """{"model":"wan2.2-t2i-flash","input":{}}""", "enable", 400, "InvalidParameter")]
    [InlineData(Synthesis, """{"model":"wan2.2-t2i-flash","input":{"prompt":"x"},"parameters":{"n":5}}""", "enable", 400, "InvalidParameter")]
    [InlineData(Multimodal, Poster, "enable", 403, "AccessDenied")]
    [InlineData(Multimodal, """{"model":"qwen-image-plus","input":{"messages":[{"role":"user","content":[{"image":"x"}]}]}}""", "", 400, "InvalidParameter")]
    public async Task Images_AreRefused_InTheWrongWay(string path, string body, string mode, int status, string code)
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(mode.Length == 0 ? Post(fake, path, body) : Post(fake, path, body, ("X-DashScope-Async", mode)));

        Assert.Equal((status, code), (answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Native_WithoutAResultFormat_IsTextAlone()
    {
        await using var fake = FakeQwen.Start();

        var output = (await Http.SendAsync(Post(fake, Text, """{"model":"qwen-plus","input":{"prompt":"hello"}}"""))).Json.GetProperty("output");

        Assert.Equal("""{"text":"You said: hello","finish_reason":"stop"}""", output.GetRawText());
    }

    /// <summary>Byte for byte as the page frames it: no space behind the colons, the status in a comment, no end mark.</summary>
    [Fact]
    public async Task Native_Streamed_IsFramedAsThePageShows()
    {
        await using var fake = FakeQwen.Start();
        fake.Reply(new FakeReply { Chunks = ["Hi"], Usage = new() { InputTokens = 287, OutputTokens = 4 } });

        var answer = await Http.SendAsync(Post(fake, Text, Incremental, ("X-DashScope-SSE", "enable")));

        Assert.StartsWith("text/event-stream;", answer.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal(
            "id:1\nevent:result\n:HTTP_STATUS/200\n" +
            """data:{"output":{"choices":[{"message":{"content":"Hi","role":"assistant"},"finish_reason":"null"}]},"usage":{"total_tokens":288,"output_tokens":1,"input_tokens":287},"request_id":"ID"}""" + "\n\n" +
            "id:2\nevent:result\n:HTTP_STATUS/200\n" +
            """data:{"output":{"choices":[{"message":{"content":"","role":"assistant"},"finish_reason":"stop"}]},"usage":{"total_tokens":291,"output_tokens":4,"input_tokens":287},"request_id":"ID"}""" + "\n\n",
            System.Text.RegularExpressions.Regex.Replace(answer.Body, "fake-request-\\d+", "ID"));
    }

    [Theory]
    [InlineData("Accept", "text/event-stream", true)]
    [InlineData("X-DashScope-SSE", "enable", true)]
    [InlineData("X-DashScope-SSE", "disable", false)]
    [InlineData("Accept", "application/json", false)]
    public async Task Native_StreamsByHeaderAlone(string header, string value, bool streams)
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, Text, Incremental[..^1] + ""","stream":true}""", (header, value)));

        Assert.Equal(streams, answer.Body.StartsWith("id:1\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Native_WithoutIncrements_RepeatsAllSoFar()
    {
        await using var fake = FakeQwen.Start();
        fake.Reply(new FakeReply { Chunks = ["one ", "two ", "three"] });

        var answer = await Http.SendAsync(Post(fake, Text, Hello, ("X-DashScope-SSE", "enable")));

        Assert.Equal(["one ", "one two ", "one two three", "one two three"], Messages(answer.Body).Select(static message => message.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Native_ToolCall_ComesInFragments_LaterOnesWithoutId()
    {
        await using var fake = FakeQwen.Start();
        fake.Reply(new FakeReply { ToolCalls = [new("c1", "look", """{"at":"the sea"}""")] });

        var answer = await Http.SendAsync(Post(fake, Text, Incremental, ("X-DashScope-SSE", "enable")));

        var calls = Messages(answer.Body)[..^1].ConvertAll(static message => message.GetProperty("tool_calls")[0]);
        Assert.Equal("""{"index":0,"id":"c1","type":"function","function":{"name":"look","arguments":""}}""", calls[0].GetRawText());
        Assert.All(calls[1..], static call => Assert.Equal("", call.GetProperty("id").GetString()));
        Assert.Equal("""{"at":"the sea"}""", string.Concat(calls.Select(static call => call.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Contains("\"finish_reason\":\"tool_calls\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multimodal_ContentIsAnArray_EmptyWhereNothingIsSaid()
    {
        await using var fake = FakeQwen.Start();
        const string Body = """{"model":"qwen-vl-max","input":{"messages":[{"role":"user","content":[{"text":"hello"},{"image":"https://example.com/a.png"}]}]},"parameters":{"incremental_output":true}}""";

        var whole = await Http.SendAsync(Post(fake, Multimodal, Body));
        var streamed = await Http.SendAsync(Post(fake, Multimodal, Body, ("X-DashScope-SSE", "enable")));

        Assert.Equal("""[{"text":"You said: hello"}]""", whole.Json.GetProperty("output").GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetRawText());
        Assert.Equal("[]", Messages(streamed.Body)[^1].GetProperty("content").GetRawText());
    }

    [Theory]
    [InlineData("""{"model":"qwen-plus","input":{"messages":[]},"parameters":{}}""", "must exist")]
    [InlineData("""{"model":"qwen-plus","input":{"messages":[{"role":"assistant","content":"x"}]}}""", "last message")]
    [InlineData("""{"model":"qwen-plus","input":{"messages":[{"role":"user","content":"x"},{"role":"system","content":"x"},{"role":"user","content":"x"}]}}""", "first message")]
    [InlineData("""{"model":"qwen-plus","input":{"messages":[{"role":"tool","content":"x","tool_call_id":"c"}]}}""", "tool_calls")]
    [InlineData("""{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"temperature":2}}""", "[0.0, 2.0)")]
    [InlineData("""{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"top_p":0}}""", "(0.0, 1.0]")]
    [InlineData("""{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"max_tokens":0}}""", "Range of max_tokens should be [1, ")]
    [InlineData("""{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"tools":[]}}""", "result_format")]
    [InlineData("""{"model":"qwen-plus","input":{"messages":[{"role":"user","content":"x"}]},"parameters":{"response_format":{"type":"json_object"}}}""", "'json'")]
    [InlineData("""{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"enable_thinking":true}}""", "enable_thinking must be set to false for non-streaming calls")]
    [InlineData("""{"input":{"prompt":"x"}}""", "model")]
    public async Task Native_RefusesWhatThePageSays(string body, string words)
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, Text, body));

        Assert.Equal((400, "InvalidParameter"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.Contains(words, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Json.GetProperty("request_id").GetString()!);
    }

    [Fact]
    public async Task Native_Thinking_DemandsIncrements()
    {
        await using var fake = FakeQwen.Start();

        var refused = await Http.SendAsync(Post(fake, Text, """{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"enable_thinking":true,"result_format":"message"}}""", ("X-DashScope-SSE", "enable")));
        var streamed = await Http.SendAsync(Post(fake, Text, """{"model":"qwen-plus","input":{"prompt":"x"},"parameters":{"enable_thinking":true,"result_format":"message","incremental_output":true}}""", ("X-DashScope-SSE", "enable")));

        Assert.Equal(400, refused.Status);
        Assert.Contains("reasoning_content", streamed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Native_Chat_IsNeverATask()
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, Text, Hello, ("X-DashScope-Async", "enable")));

        Assert.Equal((403, "AccessDenied"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.Contains("does not support asynchronous calls", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>As observed: an error that answers a streamed request is an event under a JSON label; a whole one is JSON.</summary>
    [Fact]
    public async Task Native_Errors_InBothFrames()
    {
        await using var fake = FakeQwen.Start();
        fake.Fault(Fault.ProviderError("Throttling.RateQuota"));

        var whole = await Http.SendAsync(Post(fake, Text, Hello));
        var streamed = await Http.SendAsync(Post(fake, Text, Incremental, ("X-DashScope-SSE", "enable")));

        Assert.Equal((429, "Throttling.RateQuota"), (whole.Status, whole.Json.GetProperty("code").GetString()));
        Assert.Equal((429, "application/json"), (streamed.Status, streamed.Headers["content-type"]));
        Assert.StartsWith("id:1\nevent:error\n:HTTP_STATUS/429\ndata:{\"code\":\"Throttling.RateQuota\",\"message\":", streamed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Native_ErrorMidStream_IsAnErrorEvent()
    {
        await using var fake = FakeQwen.Start();
        fake.Fault(Fault.ErrorMidStream(1));

        var answer = await Http.SendAsync(Post(fake, Text, Incremental, ("X-DashScope-SSE", "enable")));

        Assert.Equal(200, answer.Status);
        Assert.Contains("\n\nid:1\nevent:error\n:HTTP_STATUS/500\ndata:{\"code\":\"InternalError\",", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Text, Hello, "InvalidApiKey")]
    [InlineData(Embeddings, Hello, "InvalidApiKey")]
    public async Task Native_DemandsTheKey(string path, string body, string code)
    {
        await using var fake = FakeQwen.Start();
        using var request = Post(fake, path, body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-other");

        var answer = await Http.SendAsync(request);

        Assert.Equal((401, code), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.False(fake.Requests[0].AuthenticationPassed);
    }

    [Theory]
    [InlineData("text-embedding-v3", 10)]
    [InlineData("text-embedding-v1", 25)]
    public async Task Native_Embeddings_TakeFewTexts(string model, int most)
    {
        await using var fake = FakeQwen.Start();

        var enough = await Http.SendAsync(Post(fake, Embeddings, Body(most)));
        var many = await Http.SendAsync(Post(fake, Embeddings, Body(most + 1)));

        var embeddings = enough.Json.GetProperty("output").GetProperty("embeddings");
        Assert.Equal((most, most - 1), (embeddings.GetArrayLength(), embeddings[most - 1].GetProperty("text_index").GetInt32()));
        Assert.Equal(most, enough.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal((400, "InvalidParameter"), (many.Status, many.Json.GetProperty("code").GetString()));

        string Body(int count) => $$$"""{"model":"{{{model}}}","input":{"texts":[{{{string.Join(',', Enumerable.Repeat("\"a\"", count))}}}]},"parameters":{"dimension":8}}""";
    }

    [Fact]
    public async Task Compatible_Streamed_HasTheVendorsMembers()
    {
        await using var fake = FakeQwen.Start();
        fake.Reply(new FakeReply { Text = "Hi", ToolCalls = [new("c1", "look", """{"at":"the sea"}""")] });

        var answer = await Http.SendAsync(Post(fake, Compatible, """{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}],"stream":true,"stream_options":{"include_usage":true}}"""));

        var chunks = answer.Events[..^1].ConvertAll(static data => JsonElement.Parse(data));
        Assert.All(chunks[..^1], static chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal("""{"role":"assistant","content":""}""", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetRawText());
        Assert.Contains("""{"index":0,"function":{"arguments":""", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"\",\"type\":\"function\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Compatible_WithoutIncludeUsage_ReportsNone()
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, Compatible, """{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}],"stream":true}"""));

        Assert.DoesNotContain("prompt_tokens", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"qwen-plus","messages":[{"role":"user","content":"x"}],"temperature":2}""", "[0.0, 2.0)")]
    [InlineData("""{"model":"qwen-plus","messages":[{"role":"user","content":"x"}],"enable_thinking":true}""", "non-streaming")]
    [InlineData("""{"model":"qwq-plus","messages":[{"role":"user","content":"x"}]}""", "stream")]
    public async Task Compatible_Refusals_AreInOpenAIsEnvelope(string body, string words)
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, Compatible, body));

        var error = answer.Json.GetProperty("error");
        Assert.Equal((400, "invalid_parameter_error", "invalid_request_error"), (answer.Status, error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.Contains(words, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Json.GetProperty("request_id").GetString()!);
    }

    [Fact]
    public async Task Compatible_Embeddings_HaveTheSameLimit()
    {
        await using var fake = FakeQwen.Start();

        var answer = await Http.SendAsync(Post(fake, "/compatible-mode/v1/embeddings", $$"""{"model":"text-embedding-v4","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", 11))}}]}"""));

        Assert.Equal((400, "invalid_parameter_error"), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    private static List<JsonElement> Messages(string body)
        => [.. body.Split('\n').Where(static line => line.StartsWith("data:", StringComparison.Ordinal)).Select(static line => JsonElement.Parse(line["data:".Length..]).GetProperty("output").GetProperty("choices")[0].GetProperty("message"))];

    private static async Task<JsonElement> AskAsync(FakeQwen fake, JsonElement task)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{fake.Url}/api/v1/tasks/{task.GetProperty("task_id").GetString()}");
        request.Headers.Authorization = new("Bearer", fake.ApiKey);

        return (await Http.SendAsync(request)).Json.GetProperty("output");
    }

    private static HttpRequestMessage Post(FakeQwen fake, string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
