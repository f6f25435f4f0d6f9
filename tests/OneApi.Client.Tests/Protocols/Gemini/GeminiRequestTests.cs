using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Gemini;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiRequestTests
{
    [Theory]
    [InlineData("gemini-2.5-flash", false, "/models/gemini-2.5-flash:generateContent")]
    [InlineData("gemini-2.5-flash", true, "/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("models/gemini-2.5-flash", false, "/models/gemini-2.5-flash:generateContent")]
    [InlineData("tunedModels/mine", false, "/tunedModels/mine:generateContent")]
    [InlineData("a b/c?", false, "/models/a%20b%2Fc%3F:generateContent")]
    public void GetChatUrl_NamesModelAndMethod(string model, bool streaming, string path)
    {
        var url = new GeminiChatProtocol().GetChatUrl(Endpoint, model, streaming);

        Assert.Equal("https://generativelanguage.googleapis.com/v1beta" + path, url);
    }

    [Fact]
    public void Name_IsTheOneOfConfiguration() => Assert.Equal("generate-content", new GeminiChatProtocol().Name);

    [Fact]
    public void Write_PlainCall_HasContentsOnly() => AssertJson("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""", Write(Request()));

    [Fact]
    public void Write_EverySetting_HasItsPlace()
    {
        var options = new ChatOptions
        {
            ModelId = "public-name",
            Instructions = "Be brief.",
            Temperature = 0.7f,
            TopP = 0.9f,
            TopK = 40,
            MaxOutputTokens = 1024,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.25f,
            Seed = 7,
            StopSequences = ["END", "STOP"],
            ResponseFormat = ChatResponseFormat.Json,
        };

        AssertJson(
            """
            {"systemInstruction":{"parts":[{"text":"Be brief."}]},
             "contents":[{"role":"user","parts":[{"text":"Hi"}]}],
             "generationConfig":{"temperature":0.7,"topP":0.9,"topK":40,"maxOutputTokens":1024,"frequencyPenalty":0.5,"presencePenalty":0.25,
               "seed":7,"stopSequences":["END","STOP"],"responseMimeType":"application/json"}}
            """,
            Write(Request(options: options)));
    }

    [Fact]
    public void Write_SeedBeyond32Bits_IsReducedWithWarning()
    {
        var request = Request(options: new() { Seed = 0x1_0000_0005 });

        var body = Write(request);

        AssertJson("""{"seed":5}""", body["generationConfig"]);
        AssertWarning(request, "Seed");
    }

    [Fact]
    public void Write_MoreThanFiveStopSequences_SendsFiveWithWarning()
    {
        var request = Request(options: new() { StopSequences = ["1", "2", "3", "4", "5", "6"] });

        var body = Write(request);

        AssertJson("""{"stopSequences":["1","2","3","4","5"]}""", body["generationConfig"]);
        AssertWarning(request, "StopSequences");
    }

    [Fact]
    public void Write_TextFormat_NeedsNoMember() => Assert.Null(Config(new() { ResponseFormat = ChatResponseFormat.Text }));

    [Theory]
    [InlineData("gemini-2.5-pro")]
    [InlineData("gemini-3-pro-preview")]
    [InlineData("models/gemini-3.5-flash")]
    [InlineData("gemini-flash-latest")]
    public void Write_SchemaForNewerModels_IsJsonSchema(string model)
    {
        var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"string","const":"x"}},"additionalProperties":false}""").RootElement;

        AssertJson(
            """{"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"a":{"type":"string","const":"x"}},"additionalProperties":false}}""",
            Config(new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) }, model));
    }

    [Fact]
    public void Write_SchemaForOlderModels_IsTheCleanedSubset()
    {
        var schema = JsonDocument.Parse(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["kind","size"],
             "$defs":{"Size":{"type":["integer","null"],"exclusiveMinimum":0,"maximum":9,"description":"How big"},
                      "Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"}}}},
             "properties":{
               "kind":{"const":"a"},
               "size":{"$ref":"#/$defs/Size"},
               "either":{"oneOf":[{"type":"string","format":"uri"},{"type":"number"}]},
               "maybe":{"anyOf":[{"type":"string"},{"type":"null"}]},
               "when":{"type":"string","format":"date-time"},
               "list":{"type":"array","minItems":1,"items":{"enum":["x","y"]}},
               "node":{"$ref":"#/$defs/Node"}}}
            """).RootElement;

        AssertJson(
            """
            {"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","required":["kind","size"],"properties":{
               "kind":{"type":"STRING","enum":["a"]},
               "size":{"nullable":true,"type":"INTEGER","maximum":9,"description":"How big"},
               "either":{"anyOf":[{"type":"STRING"},{"type":"NUMBER"}]},
               "maybe":{"nullable":true,"type":"STRING"},
               "when":{"type":"STRING","format":"date-time"},
               "list":{"type":"ARRAY","minItems":1,"items":{"type":"STRING","enum":["x","y"]}},
               "node":{"type":"OBJECT","properties":{"next":{"type":"OBJECT"}}}}}}
            """,
            Config(new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) }, "gemini-2.0-flash"));
    }

    [Fact]
    public void Write_AdditionalProperties_GoWhereTheyBelong()
    {
        var options = new ChatOptions
        {
            Temperature = 0.5f,
            AdditionalProperties = new()
            {
                ["temperature"] = 1,
                ["candidateCount"] = 1,
                ["responseModalities"] = new JsonArray("TEXT", "IMAGE"),
                ["speechConfig"] = JsonDocument.Parse("""{"languageCode":"de-DE"}""").RootElement,
                ["imageConfig"] = new JsonObject { ["aspectRatio"] = "16:9" },
                ["mediaResolution"] = "MEDIA_RESOLUTION_LOW",
                ["responseLogprobs"] = true,
                ["logprobs"] = 2,
                ["audioTimestamp"] = true,
                ["routingConfig"] = new JsonObject(),
                ["enableEnhancedCivicAnswers"] = false,
                ["safetySettings"] = new JsonArray(new JsonObject { ["category"] = "HARM_CATEGORY_HARASSMENT", ["threshold"] = "BLOCK_NONE" }),
                ["cachedContent"] = "cachedContents/1",
                ["labels"] = new JsonObject { ["team"] = "x" },
                ["serviceTier"] = "flex",
                ["model"] = "never",
            },
        };

        AssertJson(
            """
            {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
             "generationConfig":{"temperature":1,"candidateCount":1,"responseModalities":["TEXT","IMAGE"],"speechConfig":{"languageCode":"de-DE"},
               "imageConfig":{"aspectRatio":"16:9"},"mediaResolution":"MEDIA_RESOLUTION_LOW","responseLogprobs":true,"logprobs":2,"audioTimestamp":true,
               "routingConfig":{},"enableEnhancedCivicAnswers":false},
             "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],
             "cachedContent":"cachedContents/1","labels":{"team":"x"},"serviceTier":"flex"}
            """,
            Write(Request(options: options)));
    }

    [Fact]
    public void Write_RawRequest_ReachesTheBodyUnchangedAndWins()
    {
        var raw = JsonNode.Parse(
            """
            {"model":"never","contents":[{"role":"user","parts":[{"text":"raw"}]}],"system_instruction":{"parts":[{"text":"raw"}]},
             "generation_config":{"temperature":0.1,"max_output_tokens":5},"toolConfig":{"includeServerSideToolInvocations":true},"future":{"x":[1]}}
            """)!.AsObject();
        var before = raw.ToJsonString();
        var options = new ChatOptions
        {
            Instructions = "ours",
            Temperature = 0.9f,
            MaxOutputTokens = 9,
            TopK = 3,
            ToolMode = ChatToolMode.RequireAny,
            Tools = [AIFunctionFactory.Create(() => 1, "one", "")],
            AdditionalProperties = new() { ["topP"] = 0.5, ["temperature"] = 0.3, ["future"] = 1 },
        };

        AssertJson(
            """
            {"contents":[{"role":"user","parts":[{"text":"raw"}]}],"system_instruction":{"parts":[{"text":"raw"}]},
             "tools":[{"functionDeclarations":[{"name":"one"}]}],
             "toolConfig":{"includeServerSideToolInvocations":true,"functionCallingConfig":{"mode":"ANY"}},
             "generationConfig":{"temperature":0.1,"max_output_tokens":5,"topP":0.5,"topK":3},"future":{"x":[1]}}
            """,
            Write(Request(options: options, raw: raw)));
        Assert.Equal(before, raw.ToJsonString());
    }

    [Fact]
    public void Write_RawSchema_ExcludesOurs()
    {
        var raw = JsonNode.Parse("""{"generationConfig":{"responseSchema":{"type":"STRING"}}}""")!.AsObject();
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type":"object"}""").RootElement) };

        AssertJson(
            """{"responseSchema":{"type":"STRING"},"responseMimeType":"application/json"}""",
            Write(Request(options: options, raw: raw))["generationConfig"]);
    }

    [Fact]
    public void Write_GenerationConfigAsAdditionalProperty_IsMerged()
    {
        var options = new ChatOptions { TopK = 1, AdditionalProperties = new() { ["generationConfig"] = new JsonObject { ["topP"] = 0.5 } } };

        AssertJson("""{"topP":0.5,"topK":1}""", Config(options));
    }

    [Fact]
    public void Write_WhatTheWireCannotCarry_IsWarnedOf()
    {
        var request = Request(options: new() { ConversationId = "c", AllowBackgroundResponses = true, AllowMultipleToolCalls = false });

        Write(request);

        Assert.Equal(["ConversationId", "AllowBackgroundResponses", "AllowMultipleToolCalls"], request.Warnings.All.Select(static warning => warning.Setting));
        Assert.All(request.Warnings.All, static warning => Assert.Equal("setting_not_honoured", warning.Code));
    }

    [Fact]
    public void Write_ChangesNeitherMessagesNorOptions()
    {
        var message = new ChatMessage(ChatRole.User, "Hi");
        var options = new ChatOptions { Instructions = "x", AdditionalProperties = new() { ["topK"] = 1 } };
        var before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        Write(Request([message], options));

        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
        Assert.Single(message.Contents);
    }
}
