using System.Text.Json;
using OneApi.Client.Testing;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>Who asks in the older words (<c>functions</c>; protocols/openai.md §2) is answered in them (<c>function_call</c>), whoever stands behind.</summary>
public sealed class ChatOlderWordsTests
{
    private const string Functions = """[{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}]""";

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task ALoop_RunsInTheOlderWords(string provider, bool streaming)
    {
        await using FakeProvider fake = provider switch { "anthropic" => FakeAnthropic.Start(), "gemini" => FakeGemini.Start(), _ => FakeOpenAI.Start() };
        await using var scene = new ChatScene(fake, provider);
        fake.Reply(new FakeReply { ToolCalls = [new("call_1", "weather", """{"city":"Paris"}""")] });
        var stream = streaming ? "\"stream\":true," : "";

        var first = await scene.AskAsync($$"""{"model":"m",{{stream}}"max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"functions":{{Functions}},"function_call":"auto"}""");
        var (name, arguments, finish) = CallIn(first, streaming);
        Assert.Equal(("weather", "function_call"), (name, finish));
        Assert.Equal("Paris", JsonElement.Parse(arguments).GetProperty("city").GetString());
        Assert.DoesNotContain("tool_calls", first, StringComparison.Ordinal);

        await scene.AskAsync($$"""{"model":"m",{{stream}}"max_tokens":50,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"function_call":{"name":"weather","arguments":{{JsonSerializer.Serialize(arguments)}} } },{"role":"function","name":"weather","content":"sunny"}],"functions":{{Functions}} }""");

        var back = System.Text.Encoding.UTF8.GetString(fake.Requests[^1].Body.Span);
        Assert.Contains("sunny", back, StringComparison.Ordinal);
        Assert.Contains("Paris", back, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneCallIsAskedFor_AndOneComesBack(bool streaming)
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new ChatScene(fake, "anthropic");
        fake.Reply(new FakeReply { ToolCalls = [new("toolu_1", "weather", """{"city":"Paris"}"""), new("toolu_2", "weather", """{"city":"Rome"}""")] });
        var stream = streaming ? "\"stream\":true," : "";

        var answer = await scene.AskAsync($$"""{"model":"m",{{stream}}"max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"functions":{{Functions}} }""");

        Assert.Contains("Paris", CallIn(answer, streaming).Arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("Rome", answer, StringComparison.Ordinal);
        Assert.True(fake.Requests[^1].Json.GetProperty("tool_choice").GetProperty("disable_parallel_tool_use").GetBoolean());
    }

    [Fact]
    public void WithNewerWordsBeside_TheNewerOnesAreSpoken()
    {
        var options = ReadSettings($$"""
            "tools":[{"type":"function","function":{"name":"a"} }],"functions":{{Functions}}
            """).Options;

        Assert.Equal(2, options.Tools!.Count);
        Assert.Null(options.AllowMultipleToolCalls);
    }

    private static (string Name, string Arguments, string? Finish) CallIn(string body, bool streaming)
    {
        if (!streaming)
        {
            var choice = JsonElement.Parse(body).GetProperty("choices")[0];
            var call = choice.GetProperty("message").GetProperty("function_call");
            return (call.GetProperty("name").GetString()!, call.GetProperty("arguments").GetString()!, choice.GetProperty("finish_reason").GetString());
        }

        string name = "", arguments = "";
        string? finish = null;
        foreach (var choice in body.Split("\n\n").Where(static block => block.StartsWith("data: {", StringComparison.Ordinal)).Select(static block => JsonElement.Parse(block["data: ".Length..]).GetProperty("choices")).Where(static choices => choices.GetArrayLength() > 0).Select(static choices => choices[0]))
        {
            finish = choice.GetProperty("finish_reason").GetString() ?? finish;
            if (choice.GetProperty("delta").TryGetProperty("function_call", out var call))
            {
                name += call.TryGetProperty("name", out var part) ? part.GetString() : "";
                arguments += call.GetProperty("arguments").GetString();
            }
        }

        return (name, arguments, finish);
    }
}
