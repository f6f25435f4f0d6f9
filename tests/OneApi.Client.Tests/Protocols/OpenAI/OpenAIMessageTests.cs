using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>The history on the wire (protocols/openai.md §3).</summary>
public class OpenAIMessageTests
{
    private static readonly byte[] Bytes = "abc"u8.ToArray();

    [Fact]
    public void Roles_AndPlainText_AreStrings() => OpenAIWire.AssertMessages(
        """[{"role":"system","content":"be brief"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"developer","content":"d"}]""",
        new(ChatRole.System, "be brief"), new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello"), new(new ChatRole("developer"), "d"));

    [Fact]
    public void Instructions_StandBeforeAllOthers() => OpenAIWire.AssertBody(
        """{"model":"gpt-4o","messages":[{"role":"system","content":"first"},{"role":"system","content":"second"},{"role":"user","content":"Hi"}]}""",
        OpenAIWire.Request([new(ChatRole.System, "second"), new(ChatRole.User, "Hi")], new() { Instructions = "first" }));

    [Fact]
    public void SeveralTexts_AreParts_ExceptOnAssistantMessages() => OpenAIWire.AssertMessages(
        """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":"cd"}]""",
        new(ChatRole.User, [new TextContent("a"), new TextContent("b")]),
        new(ChatRole.Assistant, [new TextContent("c"), new TextContent("d")]));

    [Fact]
    public void Images_ByDataAndByAddress_WithDetail() => OpenAIWire.AssertMessages(
        """
        [{"role":"user","content":[
          {"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}},
          {"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low"}}]}]
        """,
        new ChatMessage(ChatRole.User,
        [
            new DataContent(Bytes, "image/png"),
            new UriContent("https://x.test/a.png", "image/png") { AdditionalProperties = new() { ["detail"] = "low" } },
        ]));

    [Theory]
    [InlineData("audio/wav", "wav")]
    [InlineData("audio/x-wav", "wav")]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("audio/mp3", "mp3")]
    public void Audio_IsInputAudio(string mediaType, string format) => OpenAIWire.AssertMessages(
        $$$"""[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"YWJj","format":"{{{format}}}"}}]}]""",
        new ChatMessage(ChatRole.User, [new DataContent(Bytes, mediaType)]));

    [Fact]
    public void OtherData_IsAFile_WithItsNameOrOneThatFits() => OpenAIWire.AssertMessages(
        """
        [{"role":"user","content":[
          {"type":"file","file":{"filename":"report.pdf","file_data":"data:application/pdf;base64,YWJj"}},
          {"type":"file","file":{"filename":"file.pdf","file_data":"data:application/pdf;base64,YWJj"}},
          {"type":"file","file":{"filename":"file.txt","file_data":"data:text/plain;base64,YWJj"}},
          {"type":"file","file":{"file_id":"file-1"}}]}]
        """,
        new ChatMessage(ChatRole.User,
        [
            new DataContent(Bytes, "application/pdf") { Name = "report.pdf" },
            new DataContent(Bytes, "application/pdf"),
            new DataContent(Bytes, "text/plain"),
            new HostedFileContent("file-1"),
        ]));

    [Theory]
    [InlineData("audio/wav")]
    [InlineData("application/pdf")]
    [InlineData("video/mp4")]
    public void FilesByAddress_AreInvalidRequests(string mediaType)
    {
        var request = OpenAIWire.Request([new(ChatRole.User, [new UriContent("https://x.test/a", mediaType)])]);

        var error = Assert.Throws<OneApiException>(() => OpenAIWire.Write(request));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "unsupported_content"), (error.Kind, error.ProviderCode));
    }

    [Fact]
    public void Parts_CarryTheCallersOwnMembers() => OpenAIWire.AssertMessages(
        """
        [{"role":"user","content":[
          {"type":"text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}},
          {"type":"file","file":{"file_id":"f"},"cache_control":{"type":"ephemeral"}}]}]
        """,
        new ChatMessage(ChatRole.User,
        [
            new TextContent("a") { AdditionalProperties = new() { ["prompt_cache_breakpoint"] = new JsonObject { ["mode"] = "explicit" }, ["text"] = "no" } },
            new HostedFileContent("f") { AdditionalProperties = new() { ["cache_control"] = JsonSerializer.SerializeToElement(new { type = "ephemeral" }), ["file"] = 1 } },
        ]));

    [Fact]
    public void Calls_Parallel_WithoutText_AndTheirResults() => OpenAIWire.AssertMessages(
        """
        [{"role":"assistant","content":null,"tool_calls":[
          {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Köln\",\"days\":3}"}},
          {"id":"c2","type":"function","function":{"name":"now","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"wet"},
         {"role":"tool","tool_call_id":"c2","content":"noon"}]
        """,
        new(ChatRole.Assistant,
        [
            new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Köln", ["days"] = 3 }),
            new FunctionCallContent("c2", "now"),
        ]),
        new(ChatRole.Tool, [new FunctionResultContent("c1", "wet"), new FunctionResultContent("c2", "noon")]));

    [Fact]
    public void Calls_WithText_KeepIt() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":"wait","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]""",
        new ChatMessage(ChatRole.Assistant, [new TextContent("wait"), new FunctionCallContent("c", "f")]));

    [Fact]
    public void Calls_WhoseArgumentsCouldNotBeRead_GoBackAsTheyCame()
    {
        var call = ToolArguments.Parse("c", "f", "{\"a\":"u8);

        OpenAIWire.AssertMessages(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}]""",
            new ChatMessage(ChatRole.Assistant, [call]));
    }

    public static TheoryData<object?, string> Results => new()
    {
        { "text", "text" },
        { "", "" },
        { null, "" },
        { 42, "42" },
        { true, "true" },
        { new Dictionary<string, object?> { ["a"] = 1 }, """{"a":1}""" },
        { JsonSerializer.SerializeToElement("text"), "text" },
        { JsonSerializer.Deserialize<JsonElement>("""{"a":"ä"}"""), """{"a":"ä"}""" },
        { new JsonObject { ["a"] = 1 }, """{"a":1}""" },
        { new TextContent("t"), "t" },
        { new List<AIContent> { new TextContent("a"), new TextContent("b") }, "ab" },
        { new[] { "a", "b" }, """["a","b"]""" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void Results_OfEveryKind_AreText(object? result, string expected) => OpenAIWire.AssertMessages(
        $$"""[{"role":"tool","tool_call_id":"c","content":{{OpenAIWire.Json(expected)}}}]""",
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", result)]));

    [Fact]
    public void Results_ThatFailed_AreTheTextOfTheFailure() => OpenAIWire.AssertMessages(
        """[{"role":"tool","tool_call_id":"c","content":"Error: no such city"},{"role":"tool","tool_call_id":"d","content":"said so"}]""",
        new ChatMessage(ChatRole.Tool,
        [
            new FunctionResultContent("c", null) { Exception = new InvalidOperationException("no such city") },
            new FunctionResultContent("d", "said so") { Exception = new InvalidOperationException("hidden") },
        ]));

    [Fact]
    public void Results_WithMedia_LoseThem_WithAWarning()
    {
        var request = OpenAIWire.Request([new(ChatRole.Tool,
        [
            new FunctionResultContent("c", new List<AIContent> { new TextContent("a"), new DataContent(Bytes, "image/png") }),
            new FunctionResultContent("d", new DataContent(Bytes, "image/png")),
        ])]);

        AssertJson("""[{"role":"tool","tool_call_id":"c","content":"a"},{"role":"tool","tool_call_id":"d","content":""}]""", OpenAIWire.Write(request)["messages"]);
        OpenAIWire.AssertWarnings(request, "content_not_sent:tool result");
    }

    [Fact]
    public void Results_BesideAUsersWords_StandBeforeThem() => OpenAIWire.AssertMessages(
        """[{"role":"tool","tool_call_id":"c","content":"wet"},{"role":"user","content":[{"type":"text","text":"and?"}]}]""",
        new ChatMessage(ChatRole.User, [new TextContent("and?"), new FunctionResultContent("c", "wet")]));

    [Fact]
    public void Results_BesideTheirCalls_StandBehindThem() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"wet"}]""",
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f"), new FunctionResultContent("c", "wet")]));

    /// <summary>A call whose result stands in the same message was made and answered by the provider's own servers.</summary>
    [Fact]
    public void Calls_OfTheProvidersOwnServers_AndTheirResults_AreNotSent() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":"done"}]""",
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f") { InformationalOnly = true }, new FunctionResultContent("c", "wet"), new TextContent("done")]));

    /// <summary>Function invocation marks the calls that it has answered as informational: they stay in the history with their results.</summary>
    [Fact]
    public void Calls_ThatAMiddlewareHasAnswered_StayWithTheirResults() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"wet"}]""",
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f") { InformationalOnly = true }]),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "wet")]));

    [Fact]
    public void ToolMessages_WithoutResults_AreNotSent_WithAWarning()
    {
        var request = OpenAIWire.Request([new(ChatRole.User, "Hi"), new(ChatRole.Tool, "text")]);

        AssertJson("""[{"role":"user","content":"Hi"}]""", OpenAIWire.Write(request)["messages"]);
        OpenAIWire.AssertWarnings(request, "content_not_sent:tool message");
    }

    [Fact]
    public void Refusals_GoBackInTheirMember() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","refusal":"I can't."}]""",
        new ChatMessage(ChatRole.Assistant, [new ErrorContent("I can't.") { ErrorCode = "Refusal" }]));

    [Fact]
    public void SpokenAnswers_GoBackByTheirId() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":"Hi","audio":{"id":"audio_1"}}]""",
        new ChatMessage(ChatRole.Assistant, [new TextContent("Hi"), new DataContent(Bytes, "audio/wav") { AdditionalProperties = new() { ["openai.audio.id"] = "audio_1" } }]));

    [Fact]
    public void Reasoning_IsNotSentBack() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":"42"}]""",
        new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("because"), new TextContent("42")]));

    [Fact]
    public void EmptyMessages_HaveEmptyContent() => OpenAIWire.AssertMessages(
        """[{"role":"user","content":""},{"role":"assistant","content":""}]""",
        new ChatMessage { Role = ChatRole.User }, new ChatMessage { Role = ChatRole.Assistant });

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("Ann Lee", "Ann_Lee")]
    [InlineData("an-n_1", "an-n_1")]
    public void AuthorNames_AreBroughtIntoTheFormThatIsTaken(string name, string sent) => OpenAIWire.AssertMessages(
        $$"""[{"role":"user","content":"Hi","name":"{{sent}}"}]""",
        new ChatMessage(ChatRole.User, "Hi") { AuthorName = name });

    [Fact]
    public void AuthorNames_WithNothingThatIsTaken_AreLeftOut_WithAWarning()
    {
        var request = OpenAIWire.Request([new(ChatRole.User, "Hi") { AuthorName = "小明" }]);

        AssertJson("""[{"role":"user","content":"Hi"}]""", OpenAIWire.Write(request)["messages"]);
        OpenAIWire.AssertWarnings(request, "content_not_sent:AuthorName");
    }

    [Fact]
    public void Messages_CarryTheCallersOwnMembers_BeforeOurs() => OpenAIWire.AssertMessages(
        """[{"role":"assistant","content":"```py","prefix":true,"refusal":"theirs","audio":{"id":"a2"}}]""",
        new ChatMessage(ChatRole.Assistant,
        [
            new TextContent("```py"),
            new ErrorContent("ours") { ErrorCode = "Refusal" },
            new DataContent(Bytes, "audio/wav") { AdditionalProperties = new() { ["openai.audio.id"] = "a1" } },
        ])
        {
            AdditionalProperties = new() { ["prefix"] = true, ["refusal"] = "theirs", ["audio"] = new JsonObject { ["id"] = "a2" }, ["role"] = "system", ["content"] = "no", ["app.trace"] = "private" },
        });

    [Fact]
    public void ContentWithoutAPlace_IsNotSent_WithAWarning()
    {
        var request = OpenAIWire.Request(
        [
            new(ChatRole.User, [new TextContent("Hi"), new HostedVectorStoreContent("v"), new UsageContent()]),
            new(ChatRole.Assistant, [new TextContent("Ho"), new DataContent(Bytes, "image/png")]),
        ]);

        AssertJson("""[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":"Ho"}]""", OpenAIWire.Write(request)["messages"]);
        OpenAIWire.AssertWarnings(request, "content_not_sent:HostedVectorStoreContent", "content_not_sent:DataContent");
    }

    [Fact]
    public void Messages_AndOptions_AreNeverChanged()
    {
        var call = new FunctionCallContent("call_with_a_long_id", "f", new Dictionary<string, object?> { ["a"] = 1 });
        ChatMessage[] messages =
        [
            new(ChatRole.User, [new TextContent("a"), new DataContent(Bytes, "image/png")]) { AuthorName = "Ann Lee" },
            new(ChatRole.Assistant, [new TextReasoningContent("r"), call]),
            new(ChatRole.Tool, [new FunctionResultContent("call_with_a_long_id", new { a = 1 })]),
        ];
        var options = new ChatOptions
        {
            Instructions = "i", Temperature = 9, TopK = 3, Tools = [AIFunctionFactory.Create((string x) => x, "f")], ToolMode = ChatToolMode.RequireAny,
            AdditionalProperties = new() { ["strict"] = true, ["stream_options"] = new JsonObject { ["include_obfuscation"] = false } },
        };
        var before = (JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));

        OpenAIWire.Write(OpenAIWire.Request(messages, options, streaming: true, endpoint: OpenAIWire.EndpointOf("mistral")));

        Assert.Equal(before, (JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions)));
    }
}
