using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §1 to §3, §7.</summary>
public sealed class DashScopeRequestTests
{
    private const string TextUrl = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation";
    private const string MultimodalUrl = "https://dashscope.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation";

    /// <summary>The sample of §3.</summary>
    [Fact]
    public void Write_ThePagesSample()
    {
        var request = Request([new(ChatRole.System, "You are helpful."), new(ChatRole.User, "hi")], new() { Temperature = 0.7f }, streaming: true);

        AssertJson(
            """
            {"model":"qwen-plus",
             "input":{"messages":[{"role":"system","content":"You are helpful."},{"role":"user","content":"hi"}]},
             "parameters":{"result_format":"message","incremental_output":true,"temperature":0.7}}
            """,
            Write(request));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Write_WholeAnswer_AsksForMessagesAndNoEvents() => AssertJson("""{"result_format":"message"}""", Parameters(new()).Parameters);

    [Theory]
    [InlineData("qwen-plus", TextUrl)]
    [InlineData("qwen3-max", TextUrl)]
    [InlineData("qwq-plus", TextUrl)]
    [InlineData("qwen-vl-max", MultimodalUrl)]
    [InlineData("qwen2.5-vl-72b-instruct", MultimodalUrl)]
    [InlineData("qvq-max", MultimodalUrl)]
    [InlineData("qwen2-audio-instruct", MultimodalUrl)]
    [InlineData("qwen-image-plus", MultimodalUrl)]
    [InlineData("wan2.6-t2i", MultimodalUrl)]
    public void GetChatUrl_DependsOnTheModel(string model, string expected)
    {
        Assert.Equal(expected, Protocol.GetChatUrl(Request(model: model)));
        Assert.Equal(expected, Protocol.GetChatUrl(Endpoint, model, streaming: true));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("video/mp4")]
    [InlineData("audio/wav")]
    public void GetChatUrl_WithMedia_IsMultimodalForAnyModel(string mediaType) =>
        Assert.Equal(MultimodalUrl, Protocol.GetChatUrl(Request([new(ChatRole.User, [new UriContent("https://a/b", mediaType)])])));

    [Fact]
    public void GetHeaders_StreamsAreAskedForByHeader_ChatIsNeverAsync()
    {
        AssertHeaders([], Request());
        AssertHeaders(["Accept:text/event-stream", "X-DashScope-SSE:enable"], Request(streaming: true));
    }

    [Fact]
    public void GetHeaders_MediaInAlibabasStore_AreToBeResolved()
    {
        ChatMessage[] messages = [new(ChatRole.User, [new UriContent("oss://bucket/a.png", "image/png")])];

        AssertHeaders(["X-DashScope-OssResourceResolve:enable"], Request(messages));
        AssertHeaders(["Accept:text/event-stream", "X-DashScope-SSE:enable", "X-DashScope-OssResourceResolve:enable"], Request(messages, streaming: true));
    }

    [Theory]
    [InlineData("qwen-plus", null, false)]
    [InlineData("qwen-plus", ReasoningEffort.None, false)]
    [InlineData("qwen-plus", ReasoningEffort.Low, true)]
    [InlineData("qwq-plus", null, true)]
    [InlineData("qwen3-235b-a22b", null, true)]
    [InlineData("qwen3-235b-a22b", ReasoningEffort.None, false)]
    [InlineData("qwen3-235b-a22b-instruct-2507", null, false)]
    [InlineData("qwen3-235b-a22b-thinking-2507", null, true)]
    public void Thinking_WholeAnswer_IsStreamedOnTheWire(string model, ReasoningEffort? effort, bool streamed)
    {
        var request = Request(options: new() { Reasoning = new() { Effort = effort } }, model: model);

        AssertHeaders(streamed ? ["Accept:text/event-stream", "X-DashScope-SSE:enable"] : [], request);
        Assert.Equal(streamed ? "true" : null, Write(request)["parameters"]!["incremental_output"]?.ToJsonString());
    }

    [Theory]
    [InlineData(ReasoningEffort.None, "false")]
    [InlineData(ReasoningEffort.Low, "true")]
    [InlineData(ReasoningEffort.ExtraHigh, "true")]
    public void Reasoning_IsAFlag(ReasoningEffort effort, string expected) =>
        Assert.Equal(expected, Parameters(new() { Reasoning = new() { Effort = effort } }).Parameters["enable_thinking"]!.ToJsonString());

    [Fact]
    public void Settings_HaveThePagesNames()
    {
        var (parameters, warnings) = Parameters(new()
        {
            MaxOutputTokens = 100, Temperature = 0, TopP = 0.5f, TopK = 20, Seed = 42, StopSequences = ["a", "b"], PresencePenalty = -2, ResponseFormat = ChatResponseFormat.Json,
        });

        AssertJson(
            """
            {"result_format":"message","max_tokens":100,"temperature":0,"top_p":0.5,"top_k":20,"seed":42,"stop":["a","b"],"presence_penalty":-2,
             "response_format":{"type":"json_object"}}
            """,
            parameters);
        Assert.Empty(warnings);
    }

    [Fact]
    public void ResponseFormat_WithSchema()
    {
        var schema = JsonDocument.Parse("""{"type":"object"}""").RootElement;

        AssertJson(
            """{"type":"json_schema","json_schema":{"name":"a","description":"d","schema":{"type":"object"}}}""",
            Parameters(new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "a", "d") }).Parameters["response_format"]);
        AssertJson("""{"type":"text"}""", Parameters(new() { ResponseFormat = ChatResponseFormat.Text }).Parameters["response_format"]);
    }

    [Fact]
    public void TemperatureOfTwo_AndTopPOfOne_AreLowered()
    {
        var (parameters, warnings) = Parameters(new() { Temperature = 2, TopP = 1 });

        Assert.Equal(("1.99", "0.9999"), (parameters["temperature"]!.ToJsonString(), parameters["top_p"]!.ToJsonString()));
        Assert.Equal(["setting_adjusted:Temperature", "setting_adjusted:TopP"], warnings);
    }

    [Fact]
    public void TopPOfZero_IsRaised() => Assert.Equal(["setting_adjusted:TopP"], Parameters(new() { TopP = 0 }).Warnings);

    [Fact]
    public void WhatTheWireHasNoPlaceFor_IsLeftOut_WithAWarning()
    {
        var (parameters, warnings) = Parameters(new()
        {
            FrequencyPenalty = 1, Seed = -1, ConversationId = "c", AllowBackgroundResponses = true, Reasoning = new() { Output = ReasoningOutput.Summary },
        });

        AssertJson("""{"result_format":"message"}""", parameters);
        Assert.Equal(
            ["AllowBackgroundResponses", "ConversationId", "FrequencyPenalty", "Reasoning.Output", "Seed"],
            warnings.Select(static warning => warning.Split(':')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AdditionalProperties_AreParameters()
    {
        var options = new ChatOptions
        {
            Temperature = 1,
            AdditionalProperties = new() { ["enable_search"] = true, ["repetition_penalty"] = 1.1, ["temperature"] = 0.5, ["parameters"] = JsonNode.Parse("""{"n":2}""") },
        };

        AssertJson(
            """{"result_format":"message","enable_search":true,"repetition_penalty":1.1,"temperature":0.5,"n":2}""",
            Parameters(options).Parameters);
    }

    [Fact]
    public void Raw_Wins_AndIsCompleted()
    {
        var raw = JsonNode.Parse("""{"model":"x","input":{"messages":[{"role":"user","content":"raw"}],"k":1},"parameters":{"result_format":"text"},"resources":[]}""")!.AsObject();

        AssertJson(
            """
            {"model":"qwen-plus","input":{"messages":[{"role":"user","content":"raw"}],"k":1},"parameters":{"result_format":"text","max_tokens":5},"resources":[]}
            """,
            Write(Request(options: new() { MaxOutputTokens = 5 }, raw: raw)));
        Assert.Equal("x", raw["model"]!.GetValue<string>());
    }

    [Fact]
    public void Raw_Prompt_StandsForTheMessages() =>
        AssertJson("""{"prompt":"once"}""", Write(Request(raw: JsonNode.Parse("""{"input":{"prompt":"once"}}""")!.AsObject()))["input"]);

    private static void AssertHeaders(string[] expected, OneApi.Client.Protocols.ChatRequest request) =>
        Assert.Equal(expected, Protocol.GetHeaders(request).Select(static header => $"{header.Key}:{header.Value}"));
}
