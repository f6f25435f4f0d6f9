using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>Anthropic's words in, other providers behind.</summary>
public sealed class MessagesThroughOthersTests
{
    private const string Tools = """
        "tools":[{"name":"weather","description":"Says it","input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},"cache_control":{"type":"ephemeral"}}]
        """;

    private const string Loop = """
        {"model":"m","max_tokens":64,"temperature":0.5,"stop_sequences":["END"],"metadata":{"user_id":"u"},"service_tier":"auto","cache_control":{"type":"ephemeral"},
         "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
         "messages":[{"role":"user","content":[{"type":"text","text":"Look","cache_control":{"type":"ephemeral"}},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"secret thought","signature":"secret signature"},{"type":"text","text":"So."},{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Paris"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"sunny"}],"cache_control":{"type":"ephemeral"}},{"type":"text","text":"And?"}]}],
        """ + Tools + "}";

    [Fact]
    public async Task OpenAI_GetsTheLoopInItsOwnWords()
    {
        await using var fake = FakeOpenAI.Start();
        await using var scene = new MessagesScene("openai", fake.Url, fake.ApiKey);

        await scene.AskAsync(Loop, isRelayed: true);

        var sent = JsonNode.Parse(fake.Requests[^1].Json.GetRawText())!;
        Assert.Equal(["system", "user", "assistant", "tool", "user"], sent["messages"]!.AsArray().Select(static message => message!["role"]!.GetValue<string>()));
        AssertJson("""[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]""", sent["messages"]![1]!["content"]);
        AssertJson("""[{"id":"toolu_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}}]""", sent["messages"]![2]!["tool_calls"]);
        Assert.Equal("sunny", sent["messages"]![3]!["content"]!.GetValue<string>());
        Assert.Equal("toolu_1", sent["messages"]![3]!["tool_call_id"]!.GetValue<string>());
        AssertJson("""[{"type":"function","function":{"name":"weather","description":"Says it","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""", sent["tools"]);
        Assert.Equal(0.5, sent["temperature"]!.GetValue<double>());
        AssertJson("""["END"]""", sent["stop"]);
        foreach (var word in (string[])["cache_control", "service_tier", "metadata", "secret", "ephemeral", "messages:"])
        {
            Assert.DoesNotContain(word, sent.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Gemini_GetsTheLoopInItsOwnWords()
    {
        await using var fake = FakeGemini.Start();
        await using var scene = new MessagesScene("gemini", fake.Url, fake.ApiKey);

        await scene.AskAsync(Loop, isRelayed: true);

        var sent = fake.Requests[^1].Json.GetRawText();
        foreach (var word in (string[])["Be brief.", "Look", "AQID", "Paris", "sunny", "And?", "weather"])
        {
            Assert.Contains(word, sent, StringComparison.Ordinal);
        }

        foreach (var word in (string[])["cache_control", "service_tier", "metadata", "secret signature", "ephemeral", "messages:"])
        {
            Assert.DoesNotContain(word, sent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task Call_OfAnotherProvider_IsAToolUse(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        fake.Reply(new FakeReply { Text = "Let me see.", ToolCalls = [new(null, "weather", """{"city":"Paris"}""")] });
        await using var scene = new MessagesScene(provider, fake.Url, fake.ApiKey);

        var text = await scene.AskAsync($$"""{"model":"m","max_tokens":64,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"weather"}],{{Tools}}}""", isRelayed: true);
        var message = streaming ? MessagesScene.Accumulate(text) : JsonNode.Parse(text)!;

        AssertJson("""{"type":"text","text":"Let me see."}""", message["content"]![0]);
        Assert.Equal("tool_use", message["content"]![1]!["type"]!.GetValue<string>());
        Assert.Equal("weather", message["content"]![1]!["name"]!.GetValue<string>());
        AssertJson("""{"city":"Paris"}""", message["content"]![1]!["input"]);
        Assert.Equal("tool_use", message["stop_reason"]!.GetValue<string>());
        Assert.True(message["usage"]!["input_tokens"]!.GetValue<long>() > 0);
        Assert.True(message["usage"]!["output_tokens"]!.GetValue<long>() > 0);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task Text_OfAnotherProvider_IsAMessage(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        fake.Reply(new FakeReply { Reasoning = "Hm, hm.", Text = "Grüße 😀 an alle, die da sind!", Usage = new() { InputTokens = 20, OutputTokens = 8, CachedInputTokens = 5 } });
        await using var scene = new MessagesScene(provider, fake.Url, fake.ApiKey);

        var text = await scene.AskAsync($$"""{"model":"m","max_tokens":64,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""", isRelayed: true);
        var message = streaming ? MessagesScene.Accumulate(text) : JsonNode.Parse(text)!;

        AssertJson("""[{"type":"thinking","thinking":"Hm, hm.","signature":""},{"type":"text","text":"Grüße 😀 an alle, die da sind!"}]""", message["content"]);
        Assert.Equal(("message", "assistant", "end_turn"), (message["type"]!.GetValue<string>(), message["role"]!.GetValue<string>(), message["stop_reason"]!.GetValue<string>()));
        Assert.Equal((15L, 5L, 8L), (message["usage"]!["input_tokens"]!.GetValue<long>(), message["usage"]!["cache_read_input_tokens"]!.GetValue<long>(), message["usage"]!["output_tokens"]!.GetValue<long>()));
    }

    [Fact]
    public async Task WebSearch_OfGemini_TakesTheVendorsOwn()
    {
        await using var fake = FakeGemini.Start();
        await using var scene = new MessagesScene("gemini", fake.Url, fake.ApiKey);

        await scene.AskAsync("""{"model":"m","max_tokens":64,"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3}]}""");

        AssertJson("""[{"googleSearch":{}}]""", JsonNode.Parse(fake.Requests[^1].Json.GetProperty("tools").GetRawText()));
    }

    private static FakeProvider Start(string provider) => provider switch
    {
        "openai" => FakeOpenAI.Start(),
        _ => FakeGemini.Start(),
    };
}
