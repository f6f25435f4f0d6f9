using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>Custom tools (protocols/openai.md §4) go out as functions where a provider has no others, and their calls come back as custom ones.</summary>
public sealed class ChatCustomToolTests
{
    private const string Sql = """{"type":"custom","custom":{"name":"sql","description":"Runs SQL.","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: /SELECT.*/"}}}}""";

    [Fact]
    public void Read_ACustomTool_IsAFunctionOfOneText_AndStaysAsItIsForItsWire()
    {
        var options = ReadSettings("\"tools\":[" + Sql + """],"tool_choice":{"type":"custom","custom":{"name":"sql"}}""").Options;

        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(Assert.Single(options.Tools!));
        Assert.Equal("sql", tool.Name);
        Assert.Equal("Runs SQL.\n\nThe input must follow this grammar (lark):\nstart: /SELECT.*/", tool.Description);
        Assert.Equal("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""", tool.JsonSchema.GetRawText());
        Assert.Equal("sql", Assert.IsType<RequiredChatToolMode>(options.ToolMode).RequiredFunctionName);
        Assert.Equal($"[{Sql}]", ((JsonElement)options.AdditionalProperties!["chat-completions:tools"]!).GetRawText());
        Assert.True(options.AdditionalProperties.ContainsKey("chat-completions:tool_choice"));
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task ACall_ComesBackAsCustom_AndIsAnswered(string provider, bool streaming)
    {
        await using FakeProvider fake = provider switch { "anthropic" => FakeAnthropic.Start(), "gemini" => FakeGemini.Start(), _ => FakeOpenAI.Start() };
        await using var scene = new ChatScene(fake, provider);
        fake.Reply(new FakeReply { ToolCalls = [new("call_1", "sql", """{"input":"SELECT \"x\""}""")] });
        var stream = streaming ? "\"stream\":true," : "";

        var first = await scene.AskAsync($$"""{"model":"m",{{stream}}"max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"tools":[{{Sql}}]}""");
        var call = CallIn(first, streaming);
        Assert.Equal(("custom", "sql", "SELECT \"x\""), (call.GetProperty("type").GetString(), call.GetProperty("custom").GetProperty("name").GetString(), call.GetProperty("custom").GetProperty("input").GetString()));
        Assert.False(call.TryGetProperty("function", out _));
        var sent = $$"""{"id":"{{call.GetProperty("id").GetString()}}","type":"custom","custom":{{call.GetProperty("custom").GetRawText()}}}""";

        await scene.AskAsync($$"""{"model":"m",{{stream}}"max_tokens":50,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{{sent}}]},{"role":"tool","tool_call_id":"{{call.GetProperty("id").GetString()}}","content":"one row"}],"tools":[{{Sql}}]}""");

        var back = System.Text.Encoding.UTF8.GetString(fake.Requests[^1].Body.Span);
        Assert.Contains("one row", back, StringComparison.Ordinal);
        Assert.Contains(provider == "openai" ? "\"custom\":{\"name\":\"sql\",\"input\":\"SELECT " : "\"input\":\"SELECT ", back, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhatAProviderAddedToItsCall_GoesToTheCaller_ButNoMarkOfOurs()
    {
        var call = new FunctionCallContent("call_1", "f", new Dictionary<string, object?>())
        {
            AdditionalProperties = new()
            {
                ["extra_content"] = JsonElement.Parse("""{"google":{"thought_signature":"abc"}}"""),
                ["oneapi.provider"] = "gemini",
                ["caller"] = JsonElement.Parse("""{"type":"direct"}"""),
                ["messages:cache_control"] = JsonElement.Parse("{}"),
            },
        };

        var written = Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])) { ModelId = "m" })["choices"]![0]!["message"]!["tool_calls"]![0]!;

        AssertJson("""{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"abc"}}}""", written);
    }

    [Theory]
    [InlineData("""{"type":"custom","custom":{}}""", "tools[0].custom.name")]
    [InlineData("""{"type":"custom","custom":{"name":"a","format":{"type":"grammar","grammar":{"syntax":"lark"}}}}""", "tools[0].custom.format.grammar.definition")]
    public void Read_AWrongOne_NamesThePlace(string tool, string place) =>
        Assert.Equal(place, Assert.Throws<OneApi.Client.AspNetCore.Endpoints.EndpointException>(() => ReadSettings($$""" "tools":[{{tool}}] """)).Error.Param);

    private static JsonElement CallIn(string body, bool streaming) => streaming
        ? body.Split("\n\n").Where(static block => block.StartsWith("data: {", StringComparison.Ordinal)).Select(static block => JsonElement.Parse(block["data: ".Length..]))
            .SelectMany(static chunk => chunk.GetProperty("choices").EnumerateArray()).Select(static choice => choice.GetProperty("delta"))
            .Single(static delta => delta.TryGetProperty("tool_calls", out _)).GetProperty("tool_calls")[0]
        : JsonElement.Parse(body).GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0];
}
