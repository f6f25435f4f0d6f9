using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Settings on the wire (protocols/openai.md §2), and the caller's own members among them.</summary>
public class OpenAIRequestTests
{
    private const string Messages = """[{"role":"user","content":"Hi"}]""";

    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","default":3}},"required":["a"]}""");

    private static void AssertMembers(string expected, ChatOptions options, WireProfile? profile = null, params string[] warnings)
    {
        var request = OpenAIWire.Request(options: options, profile: profile);
        var body = OpenAIWire.Write(request);
        body.Remove("model");
        body.Remove("messages");

        AssertJson(expected, body);
        OpenAIWire.AssertWarnings(request, warnings);
    }

    [Fact]
    public void AllSettings_InTheirMembers() => OpenAIWire.AssertBody(
        $$$"""
        {"model":"gpt-4o","messages":{{{Messages}}},"temperature":0.7,"top_p":0.9,"max_completion_tokens":100,"frequency_penalty":-0.5,"presence_penalty":0.25,
         "seed":42,"stop":["a","b"],"response_format":{"type":"text"},"reasoning_effort":"low"}
        """,
        OpenAIWire.Request(options: new()
        {
            Temperature = 0.7f, TopP = 0.9f, MaxOutputTokens = 100, FrequencyPenalty = -0.5f, PresencePenalty = 0.25f, Seed = 42, StopSequences = ["a", "b"],
            ResponseFormat = ChatResponseFormat.Text, Reasoning = new() { Effort = ReasoningEffort.Low },
        }));

    [Fact]
    public void NoSettings_NoMembers() => OpenAIWire.AssertBody($$"""{"model":"gpt-4o","messages":{{Messages}}}""", OpenAIWire.Request(options: new()));

    [Fact]
    public void Numbers_AreWrittenAsTheyWereMeant()
    {
        var text = OpenAIWire.WriteText(OpenAIWire.Request(options: new() { Temperature = 0.7f, TopP = 0.1f, FrequencyPenalty = 1.1f, Seed = 9007199254740993, AdditionalProperties = new() { ["min_p"] = 0.05f, ["x"] = 0.1 } }));

        foreach (var member in (string[])["\"temperature\":0.7,", "\"top_p\":0.1,", "\"frequency_penalty\":1.1,", "\"seed\":9007199254740993,", "\"min_p\":0.05,", "\"x\":0.1}"])
        {
            Assert.Contains(member, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TextOfAnyScript_StaysReadable() =>
        Assert.Contains("\"content\":\"汉字 ä <b> 😀 \\\"q\\\"\"", OpenAIWire.WriteText(OpenAIWire.Request([new(ChatRole.User, "汉字 ä <b> 😀 \"q\"")])).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void Streaming_AlwaysAsksForUsage() => OpenAIWire.AssertBody(
        $$$"""{"model":"gpt-4o","messages":{{{Messages}}},"stream":true,"stream_options":{"include_usage":true}}""",
        OpenAIWire.Request(streaming: true));

    [Fact]
    public void StreamOptions_AreMerged_AndLeftOutWhereNothingIsStreamed()
    {
        var fromProperties = new ChatOptions { AdditionalProperties = new() { ["stream_options"] = new Dictionary<string, object?> { ["include_obfuscation"] = false, ["include_usage"] = false } } };
        var raw = JsonNode.Parse("""{"stream_options":{"include_obfuscation":true}}""")!.AsObject();

        AssertJson("""{"include_usage":true,"include_obfuscation":false}""", OpenAIWire.Write(OpenAIWire.Request(options: fromProperties, streaming: true))["stream_options"]);
        AssertJson("""{"include_usage":true,"include_obfuscation":true}""", OpenAIWire.Write(OpenAIWire.Request(options: fromProperties, raw: raw, streaming: true))["stream_options"]);
        Assert.False(OpenAIWire.Write(OpenAIWire.Request(options: fromProperties, raw: raw)).ContainsKey("stream_options"));
    }

    [Theory]
    [InlineData("text")]
    [InlineData(5)]
    public void StreamOptions_ThatAreNoObject_AreAWarning(object value)
    {
        var request = OpenAIWire.Request(options: new() { AdditionalProperties = new() { ["stream_options"] = value } }, streaming: true);

        AssertJson("""{"include_usage":true}""", OpenAIWire.Write(request)["stream_options"]);
        OpenAIWire.AssertWarnings(request, "setting_not_honoured:stream_options");
    }

    [Fact]
    public void ResponseFormats()
    {
        AssertMembers("""{"response_format":{"type":"json_object"}}""", new() { ResponseFormat = ChatResponseFormat.Json });
        AssertMembers(
            """{"response_format":{"type":"json_schema","json_schema":{"name":"json_schema","schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","default":3}},"required":["a"]}}}}""",
            new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) });
        AssertMembers(
            """{"response_format":{"type":"json_schema","json_schema":{"name":"My_schema_","description":"d","schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","default":3}},"required":["a"]},"strict":false}}}""",
            new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "My schema!", "d"), AdditionalProperties = new() { ["strict"] = false } });
    }

    [Fact]
    public void ResponseFormat_Strict_ClosesTheSchema() => AssertMembers(
        """
        {"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,
         "schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","description":"Default value: 3"}},"required":["a","b"],"additionalProperties":false}}}}
        """,
        new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "n"), AdditionalProperties = new() { ["strict"] = true } });

    [Fact]
    public void SchemaNames_AreCutTo64()
    {
        var body = OpenAIWire.Write(OpenAIWire.Request(options: new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, new string('é', 70)) }));

        Assert.Equal(new string('_', 64), (string?)body["response_format"]!["json_schema"]!["name"]);
    }

    [Theory]
    [InlineData(ReasoningEffort.None, "none")]
    [InlineData(ReasoningEffort.Low, "low")]
    [InlineData(ReasoningEffort.Medium, "medium")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.ExtraHigh, "xhigh")]
    public void ReasoningEffort_HasItsWord(ReasoningEffort effort, string word) => AssertMembers($$"""{"reasoning_effort":"{{word}}"}""", new() { Reasoning = new() { Effort = effort } });

    [Fact]
    public void SettingsWithoutAPlace_AreWarnings()
    {
        AssertMembers("{}", new() { TopK = 3 }, null, "setting_not_honoured:TopK");
        AssertMembers("{}", new() { ConversationId = "c" }, null, "setting_not_honoured:ConversationId");
        AssertMembers("{}", new() { AllowBackgroundResponses = true }, null, "setting_not_honoured:AllowBackgroundResponses");
        AssertMembers("{}", new() { Reasoning = new() { Output = ReasoningOutput.Summary } }, null, "setting_not_honoured:Reasoning.Output");
        AssertMembers("{}", new() { AllowBackgroundResponses = false, ModelId = "other", Instructions = "" });
    }

    [Fact]
    public void AdditionalProperties_OfEveryType_GoIntoTheBody() => AssertMembers(
        """
        {"n":1,"logprobs":true,"logit_bias":{"50256":-100},"user":"u","metadata":{"k":"v"},"modalities":["text","audio"],"audio":{"voice":"alloy","format":"wav"},
         "prediction":{"type":"content","content":"x"},"verbosity":null,"store":false}
        """,
        new()
        {
            AdditionalProperties = new()
            {
                ["n"] = 1, ["logprobs"] = true, ["logit_bias"] = new Dictionary<string, object?> { ["50256"] = -100 }, ["user"] = "u", ["metadata"] = new JsonObject { ["k"] = "v" },
                ["modalities"] = new[] { "text", "audio" }, ["audio"] = JsonSerializer.SerializeToElement(new { voice = "alloy", format = "wav" }),
                ["prediction"] = JsonDocument.Parse("""{"type":"content","content":"x"}"""), ["verbosity"] = null, ["store"] = false,
            },
        });

    [Fact]
    public void Precedence_RawThenAdditionalThenTyped_AndNothingTwice()
    {
        var options = new ChatOptions
        {
            Temperature = 0.1f, TopP = 0.2f, MaxOutputTokens = 1, FrequencyPenalty = 0.3f, PresencePenalty = 0.4f, Seed = 5, StopSequences = ["s"],
            ResponseFormat = ChatResponseFormat.Json, Reasoning = new() { Effort = ReasoningEffort.High }, Tools = [AIFunctionFactory.Create(() => 1, "f")],
            ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true, Instructions = "typed",
            AdditionalProperties = new()
            {
                ["temperature"] = 0.5, ["top_p"] = 0.6, ["max_tokens"] = 7, ["seed"] = 8, ["model"] = "other", ["stream"] = false, ["user"] = "additional", ["strict"] = true,
            },
        };
        var raw = JsonNode.Parse(
            """
            {"model":"raw","messages":[{"role":"user","content":"raw"}],"temperature":1,"frequency_penalty":1,"presence_penalty":1,"stop":"raw","response_format":{"type":"text"},
             "reasoning_effort":"minimal","tools":[],"tool_choice":"none","parallel_tool_calls":false,"user":"raw","stream":true}
            """)!.AsObject();

        OpenAIWire.AssertBody(
            """
            {"model":"gpt-4o","messages":[{"role":"user","content":"raw"}],"temperature":1,"top_p":0.6,"max_tokens":7,"frequency_penalty":1,"presence_penalty":1,"seed":8,"stop":"raw",
             "response_format":{"type":"text"},"reasoning_effort":"minimal","tools":[],"tool_choice":"none","parallel_tool_calls":false,"user":"raw"}
            """,
            OpenAIWire.Request(options: options, raw: raw));
    }

    [Fact]
    public void RawRequests_AreOnlyFilledUp()
    {
        var raw = JsonNode.Parse("""{"temperature":1,"vendor":{"x":[1]}}""")!.AsObject();

        OpenAIWire.AssertBody(
            $$$"""{"model":"gpt-4o","messages":{{{Messages}}},"top_p":0.5,"temperature":1,"vendor":{"x":[1]}}""",
            OpenAIWire.Request(options: new() { Temperature = 0.1f, TopP = 0.5f }, raw: raw));
        Assert.Equal("""{"temperature":1,"vendor":{"x":[1]}}""", raw.ToJsonString());
    }

    [Fact]
    public void Profile_OtherNamesAndLimits()
    {
        AssertMembers(
            """{"max_tokens":5,"random_seed":6,"top_k":7,"temperature":1.5}""",
            new() { MaxOutputTokens = 5, Seed = 6, TopK = 7, Temperature = 1.8f },
            new() { MaxTokensField = "max_tokens", SeedField = "random_seed", TopKField = "top_k", MaxTemperature = 1.5f },
            "setting_adjusted:Temperature");
        AssertMembers(
            "{}",
            new() { Seed = 6, FrequencyPenalty = 1, PresencePenalty = 1, StopSequences = ["a"], Temperature = 1, TopP = 1 },
            new() { SeedField = null, Penalties = false, Stop = false, Sampling = false },
            "setting_not_honoured:Temperature", "setting_not_honoured:TopP", "setting_not_honoured:FrequencyPenalty", "setting_not_honoured:PresencePenalty", "setting_not_honoured:Seed", "setting_not_honoured:StopSequences");
    }

    [Fact]
    public void Profile_WithoutSchemas_AsksForPlainJson()
    {
        AssertMembers("""{"response_format":{"type":"json_object"}}""", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) }, new() { JsonSchema = false }, "setting_not_honoured:ResponseFormat");
        AssertMembers("{}", new() { ResponseFormat = ChatResponseFormat.Json }, new() { JsonObject = false }, "setting_not_honoured:ResponseFormat");
    }

    [Fact]
    public void Profile_TextOnly_JoinsTexts_AndWarnsOfTheRest()
    {
        var request = OpenAIWire.Request(
            [
                new(ChatRole.User, [new TextContent("a"), new DataContent("abc"u8.ToArray(), "image/png"), new TextContent("b")]),
                new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]),
            ],
            profile: new() { TextOnlyContent = true });

        AssertJson(
            """[{"role":"user","content":"ab"},{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]""",
            OpenAIWire.Write(request)["messages"]);
        OpenAIWire.AssertWarnings(request, "content_not_sent:DataContent");
    }

    [Fact]
    public void Mistral_Documents_ToolNames_AndNothingItRefuses()
    {
        var request = OpenAIWire.Request(
            [
                new(ChatRole.User,
                [
                    new DataContent("abc"u8.ToArray(), "application/pdf") { Name = "a.pdf" }, new UriContent("https://x.test/b.pdf", "application/pdf"), new HostedFileContent("f1"),
                    new DataContent("abc"u8.ToArray(), "audio/wav"),
                ]),
                new(ChatRole.Assistant, [new FunctionCallContent("g6fVbXS8K", "weather")]),
                new(ChatRole.Tool, [new FunctionResultContent("g6fVbXS8K", "wet")]),
            ],
            new() { Tools = [new HostedWebSearchTool()], Seed = 1 },
            streaming: true,
            endpoint: OpenAIWire.EndpointOf("mistral"));

        OpenAIWire.AssertBody(
            """
            {"model":"gpt-4o","stream":true,"random_seed":1,"messages":[
             {"role":"user","content":[{"type":"document_url","document_url":"data:application/pdf;base64,YWJj","document_name":"a.pdf"},{"type":"document_url","document_url":"https://x.test/b.pdf"},
               {"type":"file","file_id":"f1"},{"type":"input_audio","input_audio":{"data":"YWJj","format":"wav"}}]},
             {"role":"assistant","content":null,"tool_calls":[{"id":"g6fVbXS8K","type":"function","function":{"name":"weather","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"g6fVbXS8K","name":"weather","content":"wet"}]}
            """,
            request);
        OpenAIWire.AssertWarnings(request, "setting_not_honoured:Tools");
    }

    [Theory]
    [InlineData("audio/wav")]
    [InlineData("video/mp4")]
    public void Mistral_SoundAndFilmByAddress_AreNoDocuments(string mediaType) => Assert.Equal(
        OneApiErrorKind.InvalidRequest,
        Assert.Throws<OneApiException>(() => OpenAIWire.Write(OpenAIWire.Request([new(ChatRole.User, [new UriContent("https://x.test/a", mediaType)])], endpoint: OpenAIWire.EndpointOf("mistral")))).Kind);
}
