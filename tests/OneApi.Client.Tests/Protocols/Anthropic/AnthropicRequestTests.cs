using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Anthropic;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §1 and §2: address, headers, settings.</summary>
public sealed class AnthropicRequestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GetChatUrl_AppendsTheOnePath(bool streaming)
    {
        var protocol = new AnthropicChatProtocol();

        Assert.Equal("messages", protocol.Name);
        Assert.Equal("https://api.anthropic.com/v1/messages", protocol.GetChatUrl(Endpoint, Haiku45, streaming));
    }

    [Fact]
    public void Write_PlainMessage_HasModelLimitAndMessage()
    {
        AssertJson(
            """{"model":"claude-3-opus-20240229","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""",
            Write(Request(model: "claude-3-opus-20240229")));
    }

    [Fact]
    public void Write_Streaming_SaysStream() => Assert.True((bool?)Write(Request(streaming: true))["stream"]);

    [Fact]
    public void Write_Settings_HaveTheirMembers()
    {
        var body = Write(new ChatOptions { MaxOutputTokens = 100, Temperature = 0.7f, TopK = 40, StopSequences = ["END"] });

        Assert.Equal(100, (int?)body["max_tokens"]);
        AssertJson("0.7", body["temperature"]);
        Assert.Equal(40, (int?)body["top_k"]);
        AssertJson("""["END"]""", body["stop_sequences"]);
        AssertJson("0.9", Write(new ChatOptions { TopP = 0.9f })["top_p"]);
    }

    [Fact]
    public void Write_TemperatureAboveOne_SendsOneAndWarns()
    {
        var request = Request(options: new() { Temperature = 1.5f });

        AssertJson("1", Write(request)["temperature"]);
        AssertWarning(request, "setting_adjusted", "Temperature");
    }

    [Fact]
    public void Write_TemperatureAndTopPOnAModelThatTakesOne_KeepsTemperature()
    {
        var request = Request(options: new() { Temperature = 0.5f, TopP = 0.9f });

        var body = Write(request);

        Assert.True(body.ContainsKey("temperature"));
        Assert.False(body.ContainsKey("top_p"));
        AssertWarning(request, "setting_not_honoured", "TopP");
    }

    [Theory]
    [InlineData(Opus47)]
    [InlineData("claude-sonnet-5")]
    [InlineData("claude-fable-5")]
    [InlineData("claude-mythos-preview")]
    public void Write_ModelWithFixedSampling_LeavesSamplingOut(string model)
    {
        var request = Request(options: new() { Temperature = 0.5f, TopP = 0.5f, TopK = 5 }, model: model);

        var body = Write(request);

        Assert.False(body.ContainsKey("temperature"));
        Assert.False(body.ContainsKey("top_p"));
        Assert.False(body.ContainsKey("top_k"));
        Assert.Equal(["Temperature", "TopP", "TopK"], request.Warnings.All.Select(static warning => warning.Setting));
        AssertJson("1", Write(new ChatOptions { Temperature = 1 }, model)["temperature"]);
    }

    [Fact]
    public void Write_BlankStops_AreReported()
    {
        var request = Request(options: new() { StopSequences = [" ", "\n"] });

        Assert.False(Write(request).ContainsKey("stop_sequences"));
        AssertWarning(request, "setting_not_honoured", "StopSequences");
    }

    [Fact]
    public void Write_WhatTheWireDoesNotKnow_IsReported()
    {
        var request = Request(options: new()
        {
            Seed = 1,
            FrequencyPenalty = 1,
            PresencePenalty = 1,
            ConversationId = "c",
            AllowBackgroundResponses = true,
            ResponseFormat = ChatResponseFormat.Json,
        });

        var body = Write(request);

        Assert.Equal(["model", "max_tokens", "messages"], body.Select(static member => member.Key));
        foreach (var setting in (string[])["Seed", "FrequencyPenalty", "PresencePenalty", "ConversationId", "AllowBackgroundResponses", "ResponseFormat"])
        {
            AssertWarning(request, "setting_not_honoured", setting);
        }
    }

    [Fact]
    public void Write_TextFormat_SaysNothing()
    {
        var request = Request(options: new() { ResponseFormat = ChatResponseFormat.Text });

        Assert.False(Write(request).ContainsKey("output_config"));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Write_SchemaFormat_IsMadeStrict()
    {
        var schema = JsonElement.Parse(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"age":{"type":"integer","minimum":0,"maximum":150},"name":{"type":"string","description":"Full name","minLength":1},"tags":{"type":"array","minItems":1,"items":{"type":"object","properties":{"x":{"type":"string"}}}}},"required":["age"]}""");

        var body = Write(new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "person", "A person.") });

        AssertJson(
            """
            {"format":{"type":"json_schema","schema":{"description":"A person.","type":"object","properties":{
              "age":{"type":"integer","description":"{minimum: 0, maximum: 150}"},
              "name":{"type":"string","description":"Full name {minLength: 1}"},
              "tags":{"type":"array","minItems":1,"items":{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":false}}},
              "required":["age"],"additionalProperties":false}}}
            """,
            body["output_config"]);
    }

    [Fact]
    public void Write_AdditionalProperties_ReachTheBodyAndWin()
    {
        var body = Write(new ChatOptions
        {
            Temperature = 0.1f,
            MaxOutputTokens = 5,
            AdditionalProperties = new()
            {
                ["temperature"] = 0.9,
                ["max_tokens"] = 77,
                ["metadata"] = new JsonObject { ["user_id"] = "u" },
                ["service_tier"] = "standard_only",
                ["cache_control"] = JsonElement.Parse("""{"type":"ephemeral","ttl":"1h"}"""),
                ["container"] = "container_01",
            },
        });

        AssertJson("0.9", body["temperature"]);
        AssertJson("77", body["max_tokens"]);
        AssertJson("""{"user_id":"u"}""", body["metadata"]);
        AssertJson("\"standard_only\"", body["service_tier"]);
        AssertJson("""{"type":"ephemeral","ttl":"1h"}""", body["cache_control"]);
        AssertJson("\"container_01\"", body["container"]);
    }

    [Fact]
    public void Write_RawRequest_WinsOverOptionsAndAdditionalProperties()
    {
        var raw = JsonNode.Parse("""{"model":"other","stream":true,"max_tokens":9,"system":"raw","messages":[{"role":"user","content":"raw"}],"top_k":1}""")!.AsObject();

        var body = Write(Request(options: new() { TopK = 7, Instructions = "mine", AdditionalProperties = new() { ["max_tokens"] = 8, ["speed"] = "fast" } }, raw: raw));

        AssertJson($$"""{"model":"{{Haiku45}}","max_tokens":9,"system":"raw","messages":[{"role":"user","content":"raw"}],"top_k":1,"speed":"fast"}""", body);
    }

    [Fact]
    public void Write_GivenOutputConfig_IsCompletedMemberByMember()
    {
        var options = new ChatOptions
        {
            Reasoning = new() { Effort = ReasoningEffort.Low },
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object","properties":{}}""")),
            AdditionalProperties = new() { ["output_config"] = new JsonObject { ["effort"] = "max", ["task_budget"] = 5 } },
        };

        var config = Write(options, Opus46)["output_config"]!;

        Assert.Equal("max", (string?)config["effort"]);
        Assert.Equal(5, (int?)config["task_budget"]);
        Assert.Equal("json_schema", (string?)config["format"]!["type"]);
    }

    [Fact]
    public void GetHeaders_AlwaysNameTheVersion()
    {
        Assert.Equal([new("anthropic-version", "2023-06-01")], new AnthropicChatProtocol().GetHeaders(Request()));
        Assert.Empty(new AnthropicChatProtocol().GetHeaders(Request(endpoint: EndpointOf("anthropic", new KeyValuePair<string, string>("Anthropic-Version", "2024-01-01")))));
    }

    public static TheoryData<object> Betas => [.. new object[] { "a,b", " a, b ", new[] { "a", "b" }, new List<string> { "a", "b" }, JsonElement.Parse("\"a,b\""), JsonElement.Parse("[\"a\",\"b\"]"), new JsonArray("a", "b") }];

    [Theory]
    [MemberData(nameof(Betas))]
    public void GetHeaders_Betas_AreAHeaderAndNoMember(object betas)
    {
        var request = Request(options: new() { AdditionalProperties = new() { ["anthropic-beta"] = betas } });

        Assert.False(Write(request).ContainsKey("anthropic-beta"));
        Assert.Contains(new("anthropic-beta", "a,b"), new AnthropicChatProtocol().GetHeaders(request));
    }

    [Fact]
    public void GetHeaders_Betas_KeepTheConfiguredOnes()
    {
        var endpoint = EndpointOf("anthropic", new KeyValuePair<string, string>("anthropic-beta", "x,a"));
        var request = Request(options: new() { AdditionalProperties = new() { ["anthropic-beta"] = "a,b" } }, endpoint: endpoint);

        Assert.Contains(new("anthropic-beta", "x,a,b"), new AnthropicChatProtocol().GetHeaders(request));
    }
}
