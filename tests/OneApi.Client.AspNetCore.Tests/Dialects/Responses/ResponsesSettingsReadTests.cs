using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>The members of a request beside input and tools (protocols/openai-responses.md §2).</summary>
public class ResponsesSettingsReadTests
{
    [Fact]
    public void Read_Settings_AreOptions()
    {
        var body = ReadWith("""
            "instructions":"Be brief.","max_output_tokens":100,"temperature":0.5,"top_p":0.9,"stream":true,
            "user":"u1","fallbacks":["gpt-y","gpt-z"],"group":"research"
            """);

        var options = body.Options;
        Assert.Equal(("Be brief.", 100, 0.5f, 0.9f), (options.Instructions, options.MaxOutputTokens, options.Temperature, options.TopP));
        Assert.True(body.Streaming);
        Assert.Equal(("u1", "research"), (options.EndUser, options.Group));
        Assert.Equal(["gpt-y", "gpt-z"], options.Fallbacks!);
        Assert.Null(options.AdditionalProperties);
    }

    [Fact]
    public void Read_TheSafetyIdentifier_GoesBeforeTheUser() => Assert.Equal("s1", ReadWith(""" "user":"u1","safety_identifier":"s1" """).Options.EndUser);

    [Theory]
    [InlineData("none", ReasoningEffort.None)]
    [InlineData("minimal", ReasoningEffort.Low)]
    [InlineData("low", ReasoningEffort.Low)]
    [InlineData("medium", ReasoningEffort.Medium)]
    [InlineData("high", ReasoningEffort.High)]
    [InlineData("xhigh", ReasoningEffort.ExtraHigh)]
    [InlineData("max", ReasoningEffort.ExtraHigh)]
    public void Read_AnEffort_IsTheNearest(string effort, ReasoningEffort expected) =>
        Assert.Equal(expected, ReadWith($$""" "reasoning":{"effort":"{{effort}}"} """).Options.Reasoning!.Effort);

    [Theory]
    [InlineData("auto", ReasoningOutput.Summary)]
    [InlineData("concise", ReasoningOutput.Summary)]
    [InlineData("detailed", ReasoningOutput.Full)]
    public void Read_ASummary_IsTheOutput(string summary, ReasoningOutput expected) =>
        Assert.Equal(expected, ReadWith($$""" "reasoning":{"summary":"{{summary}}"} """).Options.Reasoning!.Output);

    [Theory]
    [InlineData("""{"effort":null,"summary":null}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_NoWishForReasoning_SetsNone(string reasoning) => Assert.Null(ReadWith($"\"reasoning\":{reasoning}").Options.Reasoning);

    [Fact]
    public void Read_ASchema_IsTheFormat()
    {
        var options = ReadWith(""" "text":{"format":{"type":"json_schema","name":"city","description":"A city.","schema":{"type":"object"},"strict":true}} """).Options;

        var format = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
        Assert.Equal(("city", "A city."), (format.SchemaName, format.SchemaDescription));
        AssertJson("""{"type":"object"}""", format.Schema!.Value);
        Assert.Equal(true, options.AdditionalProperties!["chat-completions:strict"]);
    }

    [Fact]
    public void Read_JsonMode_IsTheFormat() =>
        Assert.Null(Assert.IsType<ChatResponseFormatJson>(ReadWith(""" "text":{"format":{"type":"json_object"}} """).Options.ResponseFormat).Schema);

    [Fact]
    public void Read_WhatEveryModelDoesAnyhow_IsNotSentOn()
    {
        var options = ReadWith("""
            "text":{"format":{"type":"text"},"verbosity":"medium"},"service_tier":"auto","truncation":"auto","store":true,"top_logprobs":0,
            "include":["reasoning.encrypted_content"],"metadata":{"a":"b"},"stream_options":{"include_obfuscation":false},
            "prompt_cache_key":"k","client_metadata":{"session_id":"s"},"previous_response_id":null,"conversation":null,"background":false,"max_tool_calls":3
            """).Options;

        Assert.Null(options.ResponseFormat);
        Assert.Null(options.AdditionalProperties);
    }

    [Fact]
    public void Read_WishesOfOpenAIsOwn_AndUnknownMembers_GoOnToItsWireAlone()
    {
        var properties = ReadWith(""" "text":{"verbosity":"low"},"service_tier":"flex","top_logprobs":2,"seed":7,"enable_thinking":{"a":[1]},"none":null """).Options.AdditionalProperties!;

        Assert.Equal(("low", "flex", true, 2), (properties["chat-completions:verbosity"], properties["chat-completions:service_tier"], properties["chat-completions:logprobs"], properties["chat-completions:top_logprobs"]));
        Assert.Equal(7, Assert.IsType<JsonElement>(properties["chat-completions:seed"]).GetInt32());
        AssertJson("""{"a":[1]}""", Assert.IsType<JsonElement>(properties["chat-completions:enable_thinking"]));
        Assert.Equal(6, properties.Count);
    }
}
