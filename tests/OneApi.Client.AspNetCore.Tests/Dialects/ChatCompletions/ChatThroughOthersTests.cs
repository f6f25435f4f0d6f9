using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>OpenAI's words in, other providers' wires behind.</summary>
public sealed class ChatThroughOthersTests
{
    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"weather","description":"Says it","strict":true,"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}]
        """;

    /// <summary>The members that no other wire has a word for.</summary>
    private const string Own = """
        "n":1,"logprobs":false,"logit_bias":{"1":-100},"service_tier":"auto","store":true,"metadata":{"secret_key":"b"},"prompt_cache_key":"k","verbosity":"low","prediction":{"type":"content","content":"x"},"modalities":["text"],"user":"u","brand_new":{"a":1}
        """;

    private const string Loop = """
        {"model":"MODEL","max_tokens":64,"temperature":0.5,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Look","later_part":1},IMAGE],"name":"ann","later_message":1},
         {"role":"assistant","content":"So.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"},"later_call":1}],"later_answer":1},
         {"role":"tool","tool_call_id":"call_1","content":"sunny","later_result":1},{"role":"user","content":"And?"}],
        """ + Own + "," + Tools + "}";

    public static TheoryData<string, string> Wires => new()
    {
        { "anthropic", "claude-haiku-4-5" },
        { "gemini", "gemini-2.5-flash" },
        { "qwen", "qwen-vl-max" },
        { "hunyuan", "hunyuan-vision" },
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Loop_ArrivesInTheVendorsWords(string provider, string model)
    {
        await using var fake = Start(provider);
        await using var scene = Scene(fake, provider);

        var answer = JsonNode.Parse(await scene.AskAsync(Loop.Replace("MODEL", model, StringComparison.Ordinal).Replace("IMAGE", """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}""", StringComparison.Ordinal), isRelayed: true))!;

        var sent = fake.Requests[^1].Json.GetRawText();
        foreach (var word in (string[])["Be brief.", "Look", "AQID", "Paris", "sunny", "And?", "weather"])
        {
            Assert.Contains(word, sent, StringComparison.Ordinal);
        }

        AssertNothingOfOurs(sent);
        Assert.Equal(("chat.completion", "stop"), (answer["object"]!.GetValue<string>(), answer["choices"]![0]!["finish_reason"]!.GetValue<string>()));
        Assert.NotEmpty(answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        foreach (var name in (string[])["logit_bias", "store", "metadata", "prompt_cache_key", "verbosity", "prediction", "brand_new"])
        {
            Assert.Contains(scene.Warnings, warning => warning.Contains(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("anthropic", "claude-haiku-4-5")]
    [InlineData("gemini", "gemini-2.5-flash")]
    [InlineData("qwen", "qwen-plus")]
    [InlineData("hunyuan", "hunyuan-turbos-latest")]
    [InlineData("wenxin", "ernie-4.0-8k")]
    [InlineData("spark", "4.0Ultra")]
    public async Task StrictSchema_ReachesNobodyAsASetting(string provider, string model)
    {
        await using var fake = Start(provider);
        await using var scene = Scene(fake, provider);
        const string Format = """
            "response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}}
            """;

        await scene.AskAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":"As JSON, please."}],{{Own}},{{Format}}}""");
        var overHttp = fake.Requests[^1].Json.GetRawText();
        await scene.Gateway.Chat.GetResponseAsync("As JSON, please.", new() { ModelId = model, ResponseFormat = ChatResponseFormat.Json, AdditionalProperties = new() { ["strict"] = true } }, TestContext.Current.CancellationToken);
        var inProcess = fake.Requests[^1].Json.GetRawText();

        AssertNothingOfOurs(overHttp);
        Assert.DoesNotContain("strict", overHttp, StringComparison.Ordinal);
        Assert.DoesNotContain("strict", inProcess, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrictFormat_MakesNoToolStrict()
    {
        await using var fake = FakeOpenAI.Start();
        await using var scene = Scene(fake, "openai");

        await scene.AskAsync("""
            {"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}}
            """);

        AssertJson("""[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}]""", JsonNode.Parse(fake.Requests[^1].Json.GetProperty("tools").GetRawText()));
        Assert.True(fake.Requests[^1].Json.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean());
    }

    [Fact]
    public async Task CacheMark_ReachesAnthropic()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = Scene(fake, "anthropic");

        await scene.AskAsync("""{"model":"claude-haiku-4-5","messages":[{"role":"user","content":[{"type":"text","text":"long","cache_control":{"type":"ephemeral"}},{"type":"text","text":"short"}]}]}""");

        AssertJson("""[{"type":"text","text":"long","cache_control":{"type":"ephemeral"}},{"type":"text","text":"short"}]""", JsonNode.Parse(fake.Requests[^1].Json.GetProperty("messages")[0].GetProperty("content").GetRawText()));
    }

    [Theory]
    [InlineData("anthropic", "claude-haiku-4-5")]
    [InlineData("gemini", "gemini-2.5-flash")]
    [InlineData("qwen", "qwen-plus")]
    [InlineData("hunyuan", "hunyuan-turbos-latest")]
    [InlineData("wenxin", "ernie-4.0-8k")]
    [InlineData("spark", "4.0Ultra")]
    public async Task Stream_OfAnotherWire_IsAStreamOfChunks(string provider, string model)
    {
        await using var fake = Start(provider);
        fake.Reply(new FakeReply { Text = "Grüße 😀 an alle, die da sind!", Usage = new() { InputTokens = 20, OutputTokens = 8 } });
        await using var scene = Scene(fake, provider);

        var chunks = Chunks(await scene.AskAsync($$"""{"model":"{{model}}","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}"""));

        Assert.Equal("Grüße 😀 an alle, die da sind!", string.Concat(chunks.Select(static chunk => chunk["choices"]!.AsArray().Count == 0 ? null : chunk["choices"]![0]!["delta"]!["content"]?.GetValue<string>())));
        Assert.Equal("stop", chunks[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal((20, 8), (chunks[^1]["usage"]!["prompt_tokens"]!.GetValue<int>(), chunks[^1]["usage"]!["completion_tokens"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("anthropic", "claude-haiku-4-5", false)]
    [InlineData("anthropic", "claude-haiku-4-5", true)]
    [InlineData("gemini", "gemini-2.5-flash", false)]
    [InlineData("gemini", "gemini-2.5-flash", true)]
    [InlineData("qwen", "qwen-plus", false)]
    [InlineData("qwen", "qwen-plus", true)]
    public async Task Call_OfAnotherWire_IsAToolCall(string provider, string model, bool streaming)
    {
        await using var fake = Start(provider);
        fake.Reply(new FakeReply { Text = "Let me see.", ToolCalls = [new(null, "weather", """{"city":"Paris"}""")] });
        await using var scene = Scene(fake, provider);

        var text = await scene.AskAsync($$"""{"model":"{{model}}","stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}],{{Tools}}}""");
        var choices = streaming ? Chunks(text).Select(static chunk => chunk["choices"]![0]!).ToList() : [JsonNode.Parse(text)!["choices"]![0]!];

        var call = Assert.Single(choices.Select(static choice => (choice["delta"] ?? choice["message"])!["tool_calls"]).OfType<JsonArray>())[0]!;
        Assert.Equal("weather", call["function"]!["name"]!.GetValue<string>());
        AssertJson("""{"city":"Paris"}""", JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>()));
        Assert.NotEmpty(call["id"]!.GetValue<string>());
        Assert.Equal("tool_calls", choices[^1]["finish_reason"]!.GetValue<string>());
        Assert.Equal("Let me see.", string.Concat(choices.Select(static choice => (choice["delta"] ?? choice["message"])!["content"]?.GetValue<string>())));
    }

    private static void AssertNothingOfOurs(string sent)
    {
        foreach (var word in (string[])["chat-completions", "openai.", "logit_bias", "service_tier", "store", "secret_key", "prompt_cache_key", "verbosity", "prediction", "modalities", "brand_new", "later_", "additional_properties"])
        {
            Assert.DoesNotContain(word, sent, StringComparison.Ordinal);
        }
    }

    private static ChatScene Scene(FakeProvider fake, string provider) => new(fake, provider);

    private static FakeProvider Start(string provider) => provider switch
    {
        "anthropic" => FakeAnthropic.Start(),
        "gemini" => FakeGemini.Start(),
        "qwen" => FakeQwen.Start(),
        "hunyuan" => FakeHunyuan.Start(),
        "wenxin" => FakeWenxin.Start(),
        _ => FakeSpark.Start(),
    };
}
