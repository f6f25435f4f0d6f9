using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Providers;

/// <summary>What a provider's row makes of one and the same request, as its page says.</summary>
public class WireProfileTests
{
    private static readonly AITool Tool = AIFunctionFactory.Create((string city) => city, "weather");

    private static (JsonObject Body, string[] Warnings) Write(string provider, string model, ChatOptions? options = null, bool streaming = false, params ChatMessage[] messages)
    {
        var warnings = new WarningSink();
        var request = new ChatRequest
        {
            Messages = messages.Length > 0 ? messages : [new(ChatRole.User, "hi")],
            Options = options,
            Model = model,
            Streaming = streaming,
            Warnings = warnings,
            Endpoint = new ProviderEndpoint
            {
                Provider = provider,
                BaseUrl = "http://localhost",
                Profile = ProviderCatalogue.Find(provider)!.Wires.First(static wire => wire.Protocol == "chat-completions").Profile,
                Errors = new ErrorClassifier(),
            },
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            OpenAIRequestWriter.Write(writer, request);
        }

        return (JsonNode.Parse(stream.ToArray())!.AsObject(), [.. warnings.All.Select(static warning => $"{warning.Code}:{warning.Setting}")]);
    }

    private static string? Text(JsonNode? node) => node?.ToJsonString();

    [Theory]
    [InlineData("groq", "m", "max_completion_tokens")]
    [InlineData("together", "m", "max_tokens")]
    [InlineData("moonshot", "kimi-k2", "max_completion_tokens")]
    [InlineData("moonshot", "moonshot-v1-8k", "max_tokens")]
    public void MaxOutputTokens_GoesIntoTheFieldOfTheProviderOrModel(string provider, string model, string field)
    {
        var (body, _) = Write(provider, model, new() { MaxOutputTokens = 7 });

        Assert.Equal(["7"], body.Where(static member => member.Key.StartsWith("max_", StringComparison.Ordinal)).Select(static member => Text(member.Value)));
        Assert.Equal("7", Text(body[field]));
    }

    [Theory]
    [InlineData("mistral", "m", 1.8f, "1.5")]
    [InlineData("moonshot", "kimi-k2", 1.8f, "1")]
    [InlineData("baichuan", "m", 1.8f, "1")]
    [InlineData("minimax", "m", 0f, "0.01")]
    [InlineData("minimax", "m", 1.8f, "1")]
    [InlineData("qwen", "m", 2f, "1.99")]
    [InlineData("zhipu", "glm-4-plus", 1.8f, "0.99")]
    [InlineData("zhipu", "glm-4.6", 1.8f, "1")]
    [InlineData("spark", "lite", 0f, "0.01")]
    public void Temperature_IsBroughtIntoTheRange_WithAWarning(string provider, string model, float asked, string sent)
    {
        var (body, warnings) = Write(provider, model, new() { Temperature = asked });

        Assert.Equal(sent, Text(body["temperature"]));
        Assert.Equal(["setting_adjusted:Temperature"], warnings);
    }

    [Theory]
    [InlineData("baichuan", 1f, "0.99")]
    [InlineData("zhipu", 1f, "0.99")]
    [InlineData("zhipu", 0f, "0.01")]
    [InlineData("qwen", 1f, "0.9999")]
    public void TopP_IsBroughtIntoTheRange_WithAWarning(string provider, float asked, string sent)
    {
        var (body, warnings) = Write(provider, "m", new() { TopP = asked });

        Assert.Equal(sent, Text(body["top_p"]));
        Assert.Equal(["setting_adjusted:TopP"], warnings);
    }

    [Fact]
    public void Zhipu_TemperatureOfZero_IsGreedy()
    {
        var (body, warnings) = Write("zhipu", "glm-4-plus", new() { Temperature = 0 });

        Assert.Equal("false", Text(body["do_sample"]));
        Assert.False(body.ContainsKey("temperature"));
        Assert.Empty(warnings);
    }

    [Fact]
    public void Moonshot_ModelsWithFixedSampling_GetNone()
    {
        var (body, warnings) = Write("moonshot", "kimi-k2.5", new() { Temperature = 0.5f, TopP = 0.5f, PresencePenalty = 1 });

        Assert.Equal(["model", "messages"], body.Select(static member => member.Key));
        Assert.Equal(["setting_not_honoured:Temperature", "setting_not_honoured:TopP", "setting_not_honoured:PresencePenalty"], warnings);
    }

    [Theory]
    [InlineData("deepseek", "deepseek-chat", "Seed")]
    [InlineData("moonshot", "kimi-k2", "Seed")]
    [InlineData("minimax", "MiniMax-M2", "Seed,StopSequences,FrequencyPenalty,PresencePenalty")]
    [InlineData("zhipu", "glm-4-plus", "FrequencyPenalty,PresencePenalty")]
    [InlineData("spark", "lite", "Seed,StopSequences")]
    [InlineData("cerebras", "m", "FrequencyPenalty,PresencePenalty")]
    [InlineData("xai", "grok-4", "StopSequences,FrequencyPenalty,PresencePenalty")]
    [InlineData("xai", "grok-4-fast-non-reasoning", "")]
    [InlineData("xai", "grok-3", "")]
    public void WhatAProviderDoesNotKnow_IsLeftOut_WithAWarning(string provider, string model, string settings)
    {
        var (body, warnings) = Write(provider, model, new() { Seed = 1, StopSequences = ["x"], FrequencyPenalty = 0.5f, PresencePenalty = 0.5f });

        var expected = settings.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Select(static name => "setting_not_honoured:" + name).Order(StringComparer.Ordinal), warnings.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Contains("Seed"), !body.ContainsKey("seed"));
        Assert.Equal(expected.Contains("StopSequences"), !body.ContainsKey("stop"));
        Assert.Equal(expected.Contains("PresencePenalty"), !body.ContainsKey("presence_penalty"));
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("groq", true)]
    [InlineData("qwen", true)]
    [InlineData("mistral", false)]
    [InlineData("perplexity", false)]
    [InlineData("zhipu", false)]
    [InlineData("spark", false)]
    public void StreamOptions_OnlyWhereKnown(string provider, bool sent)
    {
        var (body, _) = Write(provider, "m", streaming: true);

        Assert.Equal(sent ? """{"include_usage":true}""" : null, Text(body["stream_options"]));
    }

    [Theory]
    [InlineData("mistral", "random_seed")]
    [InlineData("groq", "seed")]
    public void Seed_HasTheProvidersName(string provider, string field) => Assert.Equal("5", Text(Write(provider, "m", new() { Seed = 5 }).Body[field]));

    [Theory]
    [InlineData("openai", "required", null)]
    [InlineData("mistral", "any", null)]
    [InlineData("zhipu", null, "setting_not_honoured:ToolMode")]
    [InlineData("minimax", null, "setting_not_honoured:ToolMode")]
    [InlineData("moonshot", null, "setting_not_honoured:ToolMode")]
    [InlineData("ollama", null, "setting_not_honoured:ToolMode")]
    public void ToolMode_RequireAny(string provider, string? word, string? warning)
    {
        var (body, warnings) = Write(provider, "m", new() { Tools = [Tool], ToolMode = ChatToolMode.RequireAny });

        Assert.Equal(word, (string?)body["tool_choice"]);
        Assert.Equal(warning is null ? [] : [warning], warnings);
        Assert.True(body.ContainsKey("tools"));
    }

    [Theory]
    [InlineData("openai", "none")]
    [InlineData("minimax", "none")]
    [InlineData("mistral", null)]
    [InlineData("zhipu", null)]
    [InlineData("ollama", null)]
    public void ToolMode_None_IsSaidOrTheToolsStayAway(string provider, string? word)
    {
        var (body, warnings) = Write(provider, "m", new() { Tools = [Tool], ToolMode = ChatToolMode.None });

        Assert.Equal(word, (string?)body["tool_choice"]);
        Assert.Equal(word is not null, body.ContainsKey("tools"));
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("openai", "m", ReasoningEffort.ExtraHigh, """{"reasoning_effort":"xhigh"}""", false)]
    [InlineData("groq", "m", ReasoningEffort.ExtraHigh, """{"reasoning_effort":"high"}""", true)]
    [InlineData("groq", "m", ReasoningEffort.High, """{"reasoning_effort":"high"}""", false)]
    [InlineData("xai", "grok-3-mini", ReasoningEffort.Medium, """{"reasoning_effort":"low"}""", true)]
    [InlineData("xai", "grok-3-mini", ReasoningEffort.None, "{}", true)]
    [InlineData("openrouter", "m", ReasoningEffort.Medium, """{"reasoning":{"effort":"medium"}}""", false)]
    [InlineData("qwen", "m", ReasoningEffort.None, """{"enable_thinking":false}""", false)]
    [InlineData("qwen", "m", ReasoningEffort.Low, """{"stream":true,"stream_options":{"include_usage":true},"enable_thinking":true}""", false)]
    [InlineData("siliconflow", "m", ReasoningEffort.High, """{"enable_thinking":true}""", false)]
    [InlineData("deepseek", "deepseek-v4-pro", ReasoningEffort.None, """{"thinking":{"type":"disabled"}}""", false)]
    [InlineData("deepseek", "deepseek-v4-pro", ReasoningEffort.High, """{"thinking":{"type":"enabled"},"reasoning_effort":"high"}""", false)]
    [InlineData("doubao", "m", ReasoningEffort.Low, """{"thinking":{"type":"enabled"},"reasoning_effort":"low"}""", false)]
    [InlineData("zhipu", "glm-4.6", ReasoningEffort.High, """{"thinking":{"type":"enabled"}}""", false)]
    [InlineData("zhipu", "glm-4-plus", ReasoningEffort.High, "{}", true)]
    [InlineData("moonshot", "kimi-k3", ReasoningEffort.ExtraHigh, """{"thinking":{"type":"enabled"},"reasoning_effort":"max"}""", false)]
    [InlineData("moonshot", "kimi-k2.6", ReasoningEffort.None, """{"thinking":{"type":"disabled"}}""", false)]
    [InlineData("baichuan", "m", ReasoningEffort.Low, "{}", true)]
    public void ReasoningEffort_InTheProvidersWords(string provider, string model, ReasoningEffort effort, string members, bool warned)
    {
        var (body, warnings) = Write(provider, model, new() { Reasoning = new() { Effort = effort } });

        body.Remove("model");
        body.Remove("messages");
        Assert.Equal(members, body.ToJsonString());
        Assert.Equal(warned, warnings.Length > 0);
    }

    [Theory]
    [InlineData("deepseek", "deepseek-reasoner", null)]
    [InlineData("deepseek", "deepseek-v4-pro", "reasoning_content")]
    [InlineData("moonshot", "kimi-k2-thinking", "reasoning_content")]
    [InlineData("openai", "gpt-5", null)]
    public void Reasoning_GoesBackOnlyWhereItIsWanted(string provider, string model, string? field)
    {
        var message = new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("because"), new TextContent("42")]);

        var sent = Write(provider, model, messages: [new(ChatRole.User, "q"), message, new(ChatRole.User, "why?")]).Body["messages"]![1]!.AsObject();

        Assert.Equal(field is null ? ["role", "content"] : ["role", "content", field], sent.Select(static member => member.Key));
    }

    [Theory]
    [InlineData("minimax", "reasoning_split")]
    [InlineData("spark", "tool_calls_switch")]
    public void SwitchedOnMembers_AreAlwaysThere_UnlessTheCallerSetThem(string provider, string member)
    {
        Assert.Equal("true", Text(Write(provider, "m").Body[member]));
        Assert.Equal("false", Text(Write(provider, "m", new() { AdditionalProperties = new() { [member] = false } }).Body[member]));
    }

    [Theory]
    [InlineData("deepseek", "deepseek-chat", """{"type":"json_object"}""")]
    [InlineData("spark", "lite", """{"type":"json_object"}""")]
    [InlineData("minimax", "MiniMax-M2", null)]
    [InlineData("chatglm", "chatglm3-6b", null)]
    [InlineData("minimax", "MiniMax-Text-01", """{"type":"json_schema","json_schema":{"name":"a","schema":{"$schema":"s","type":"object"}}}""")]
    [InlineData("moonshot", "kimi-k2", """{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}""")]
    public void ResponseFormat_WithSchema(string provider, string model, string? expected)
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"$schema":"s","type":"object"}""");

        var (body, _) = Write(provider, model, new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "a") });

        Assert.Equal(expected, Text(body["response_format"]));
    }

    [Fact]
    public void Mistral_IdsOfToolCalls_AreNineLettersAndDigits_AndStayPairs()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "q"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1|weather", "weather"), new FunctionCallContent("g6fVbXS8K", "weather")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1|weather", "wet"), new FunctionResultContent("g6fVbXS8K", "dry")]),
        ];

        var sent = Write("mistral", "m", messages: messages).Body["messages"]!.AsArray();

        var first = (string)sent[1]!["tool_calls"]![0]!["id"]!;
        Assert.Matches("^[a-zA-Z0-9]{9}$", first);
        Assert.Equal(first, (string?)sent[2]!["tool_call_id"]);
        Assert.Equal("g6fVbXS8K", (string?)sent[1]!["tool_calls"]![1]!["id"]);
        Assert.Equal("g6fVbXS8K", (string?)sent[3]!["tool_call_id"]);
        Assert.Equal("weather", (string?)sent[3]!["name"]);
    }

    [Fact]
    public void Zhipu_ImageData_IsBareBase64()
    {
        var message = new ChatMessage(ChatRole.User, [new DataContent(Encoding.UTF8.GetBytes("abc"), "image/png")]);

        var url = (string?)Write("zhipu", "glm-4v-plus", messages: [message]).Body["messages"]![0]!["content"]![0]!["image_url"]!["url"];

        Assert.Equal("YWJj", url);
    }

    [Theory]
    [InlineData("moonshot")]
    [InlineData("ollama")]
    public void ImagesByAddress_AreRefused_WhereTheProviderFetchesNone(string provider)
    {
        var message = new ChatMessage(ChatRole.User, [new UriContent("https://x.test/a.png", "image/png")]);

        var error = Assert.Throws<OneApiException>(() => Write(provider, "m", messages: [message]));

        Assert.Equal(OneApiErrorKind.InvalidRequest, error.Kind);
    }

    [Fact]
    public void Groq_MessagesCarryNoName() =>
        Assert.False(Write("groq", "m", messages: [new(ChatRole.User, "hi") { AuthorName = "ann" }]).Body["messages"]![0]!.AsObject().ContainsKey("name"));

    [Fact]
    public void GitHubModels_WantsItsHeaders() =>
        Assert.Equal(
            [new("Accept", "application/vnd.github+json"), new("X-GitHub-Api-Version", "2022-11-28")],
            ProviderCatalogue.Find("github-models")!.Wires[0].Headers);
}
