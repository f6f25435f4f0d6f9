using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §3, row by row.</summary>
public sealed class AnthropicMessageTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void System_InstructionsAndLeadingMessages_AreTextBlocksOfTheirOwn()
    {
        var body = Write(Request(
            [
                new(ChatRole.System, [new TextContent("two") { AdditionalProperties = new() { ["cache_control"] = new JsonObject { ["type"] = "ephemeral" } } }]),
                new(ChatRole.System, "three"),
                new(ChatRole.User, "Hi"),
            ],
            new() { Instructions = "one" }));

        AssertJson("""[{"type":"text","text":"one"},{"type":"text","text":"two","cache_control":{"type":"ephemeral"}},{"type":"text","text":"three"}]""", body["system"]);
        Assert.Single(body["messages"]!.AsArray());
    }

    [Fact]
    public void System_LaterMessage_IsUserText() => AssertJson(
        """[{"role":"user","content":[{"type":"text","text":"a"}]},{"role":"assistant","content":[{"type":"text","text":"b"}]},{"role":"user","content":[{"type":"text","text":"be brief"},{"type":"text","text":"c"}]}]""",
        Messages(new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.System, "be brief"), new(ChatRole.User, "c")));

    [Fact]
    public void System_Alone_LeavesItsLastMessageToTheUser()
    {
        var body = Write(Request([new(ChatRole.System, "one"), new(ChatRole.System, "two")]));

        AssertJson("""[{"type":"text","text":"one"}]""", body["system"]);
        AssertJson("""[{"role":"user","content":[{"type":"text","text":"two"}]}]""", body["messages"]);
    }

    [Fact]
    public void System_OtherThanText_IsReported()
    {
        var request = Request([new(ChatRole.System, [new DataContent(Bytes, "image/png")]), new(ChatRole.User, "Hi")]);

        Assert.False(Write(request).ContainsKey("system"));
        AssertWarning(request, "content_not_sent", "DataContent");
    }

    [Fact]
    public void Messages_ThatBeginWithTheAssistant_StandBehindATurnOfTheUser()
    {
        var request = Request([new(ChatRole.Assistant, "Welcome!"), new(ChatRole.User, "Hi")]);

        AssertJson(
            """[{"role":"user","content":[{"type":"text","text":"(The assistant speaks first.)"}]},{"role":"assistant","content":[{"type":"text","text":"Welcome!"}]},{"role":"user","content":[{"type":"text","text":"Hi"}]}]""",
            Write(request)["messages"]);
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Messages_OfOneRole_AreMerged() => AssertJson(
        """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]},{"role":"user","content":[{"type":"text","text":"e"}]}]""",
        Messages(new(ChatRole.User, "a"), new(ChatRole.User, "b"), new(ChatRole.Assistant, "c"), new(ChatRole.Assistant, "d"), new(ChatRole.User, "e")));

    [Fact]
    public void Text_EmptyAndBlank_IsDroppedAndLeavesNoEmptyMessage() => AssertJson(
        """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""",
        Messages(new(ChatRole.User, "a"), new(ChatRole.Assistant, " \n"), new(ChatRole.Assistant, ""), new(ChatRole.User, "b")));

    [Fact]
    public void Text_AtTheEndOfAPrefill_IsTrimmed() => AssertJson(
        """[{"role":"user","content":[{"type":"text","text":"a "}]},{"role":"assistant","content":[{"type":"text","text":"x "},{"type":"text","text":"{"}]}]""",
        Messages(new(ChatRole.User, "a "), new(ChatRole.Assistant, [new TextContent("x "), new TextContent("{ \n")])));

    [Fact]
    public void Text_OfAnEarlierAnswer_KeepsItsWhiteSpace() => AssertJson(
        """[{"type":"text","text":"b "}]""",
        Messages(new(ChatRole.User, "a"), new(ChatRole.Assistant, "b "), new(ChatRole.User, "c"))![1]!["content"]);

    [Fact]
    public void Text_WithCacheControl_CarriesIt() => AssertJson(
        """[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]""",
        Blocks(new TextContent("a") { AdditionalProperties = new() { ["cache_control"] = new JsonObject { ["type"] = "ephemeral" }, ["detail"] = "high" } }));

    [Theory]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("image/png", "image/png")]
    [InlineData("image/gif", "image/gif")]
    [InlineData("image/webp", "image/webp")]
    [InlineData("image/jpg", "image/jpeg")]
    public void Image_Data_IsBase64(string mediaType, string expected) => AssertJson(
        $$$"""[{"type":"image","source":{"type":"base64","media_type":"{{{expected}}}","data":"AQID"}}]""",
        Blocks(new DataContent(Bytes, mediaType)));

    [Fact]
    public void Image_Address_IsUrl() => AssertJson(
        """[{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]""",
        Blocks(new UriContent("https://example.com/a.png", "image/png")));

    [Fact]
    public void Image_DataAddress_IsBase64() => AssertJson(
        """[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]""",
        Blocks(new UriContent("data:image/png;base64,AQID", "image/png")));

    [Fact]
    public void Document_Pdf_IsBase64WithItsTitle() => AssertJson(
        """[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AQID"},"title":"a.pdf","context":"c","citations":{"enabled":true}}]""",
        Blocks(new DataContent(Bytes, "application/pdf")
        {
            Name = "a.pdf",
            AdditionalProperties = new() { ["context"] = "c", ["citations"] = new JsonObject { ["enabled"] = true } },
        }));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/markdown")]
    [InlineData("text/csv")]
    public void Document_Text_IsText(string mediaType) => AssertJson(
        """[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"größe"}}]""",
        Blocks(new DataContent(Encoding.UTF8.GetBytes("größe"), mediaType)));

    [Fact]
    public void Document_PdfAddress_IsUrl() => AssertJson(
        """[{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}}]""",
        Blocks(new UriContent("https://example.com/a.pdf", "application/pdf")));

    [Theory]
    [InlineData("image/png", """{"type":"image","source":{"type":"file","file_id":"file_1"}}""")]
    [InlineData("application/pdf", """{"type":"document","source":{"type":"file","file_id":"file_1"}}""")]
    [InlineData(null, """{"type":"document","source":{"type":"file","file_id":"file_1"}}""")]
    [InlineData("text/csv", """{"type":"container_upload","file_id":"file_1"}""")]
    public void File_Hosted_IsASourceOrAnUpload(string? mediaType, string expected) =>
        AssertJson("[" + expected + "]", Blocks(new HostedFileContent("file_1") { MediaType = mediaType }));

    [Fact]
    public void Media_ThatTheWireCannotCarry_IsReported()
    {
        AIContent[] contents = [new TextContent("a"), new DataContent(Bytes, "audio/wav"), new UriContent("https://example.com/a.txt", "text/plain"), new HostedVectorStoreContent("v")];
        var request = Request([new(ChatRole.User, contents)]);

        AssertJson("""[{"type":"text","text":"a"}]""", Write(request)["messages"]![0]!["content"]);
        AssertWarning(request, "content_not_sent", "DataContent");
        AssertWarning(request, "content_not_sent", "UriContent");
        AssertWarning(request, "content_not_sent", "HostedVectorStoreContent");
    }

    [Fact]
    public void Media_OfTheAssistant_IsReported()
    {
        var request = Request([new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextContent("b"), new DataContent(Bytes, "image/png")]), new(ChatRole.User, "c")]);

        AssertJson("""[{"type":"text","text":"b"}]""", Write(request)["messages"]![1]!["content"]);
        AssertWarning(request, "content_not_sent", "DataContent");
    }

    [Fact]
    public void ToolResults_StandFirstInOneUserMessage() => AssertJson(
        """
        [{"role":"user","content":[{"type":"text","text":"go"}]},
         {"role":"assistant","content":[{"type":"text","text":"ok"},{"type":"tool_use","id":"c1","name":"f","input":{"x":1}},{"type":"tool_use","id":"c2","name":"g","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"one"},{"type":"tool_result","tool_use_id":"c2","content":"{\"y\":2}"},{"type":"text","text":"hurry"}]}]
        """,
        Messages(
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new TextContent("ok"), new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = 1 }), new FunctionCallContent("c2", "g")]),
            new(ChatRole.User, "hurry"),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "one")]),
            new(ChatRole.Tool, [new FunctionResultContent("c2", JsonElement.Parse("""{"y":2}"""))])));

    [Fact]
    public void ToolResult_Failure_IsMarked() => AssertJson(
        """[{"type":"tool_result","tool_use_id":"c1","content":"Error: broken","is_error":true},{"type":"tool_result","tool_use_id":"c2","content":"no luck","is_error":true}]""",
        Blocks(
            new FunctionResultContent("c1", null) { Exception = new InvalidOperationException("broken") },
            new FunctionResultContent("c2", "no luck") { Exception = new InvalidOperationException("x") }));

    [Fact]
    public void ToolResult_WithContents_HasBlocks() => AssertJson(
        """[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"see"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}},{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}},{"type":"search_result","source":"s","title":"t","content":[]}]}]""",
        Blocks(new FunctionResultContent("c1", new AIContent[]
        {
            new TextContent("see"),
            new TextContent(""),
            new DataContent(Bytes, "image/png"),
            new UriContent("https://example.com/a.pdf", "application/pdf"),
            new() { RawRepresentation = JsonElement.Parse("""{"type":"search_result","source":"s","title":"t","content":[]}""") },
        })));

    [Fact]
    public void ToolResult_OfOneImage_HasABlock() => AssertJson(
        """[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]}]""",
        Blocks(new FunctionResultContent("c1", new DataContent(Bytes, "image/png"))));

    [Fact]
    public void ToolIds_OfOtherProviders_AreRewrittenAlikeAndApart()
    {
        var messages = Messages(
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new FunctionCallContent("a.b:1", "f"), new FunctionCallContent("a.b.1", "f"), new FunctionCallContent("", "f")]),
            new(ChatRole.Tool, [new FunctionResultContent("a.b:1", "1"), new FunctionResultContent("a.b.1", "2"), new FunctionResultContent("", "3")]))!;

        var calls = messages[1]!["content"]!.AsArray().Select(static block => (string)block!["id"]!).ToList();
        var results = messages[2]!["content"]!.AsArray().Select(static block => (string)block!["tool_use_id"]!).ToList();

        Assert.Equal(calls, results);
        Assert.Equal(3, calls.Distinct().Count());
        Assert.All(calls, static id => Assert.Matches("^[a-zA-Z0-9_-]+$", id));
    }

    [Fact]
    public void Call_ThatAMiddlewareAnswered_StaysInTheHistory()
    {
        var messages = Messages(
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "f") { InformationalOnly = true }]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "1")]))!;

        AssertJson("""[{"type":"tool_use","id":"c1","name":"f","input":{}}]""", messages[1]!["content"]);
        AssertJson("""[{"type":"tool_result","tool_use_id":"c1","content":"1"}]""", messages[2]!["content"]);
    }

    [Fact]
    public void Call_ThatAProvidersOwnServersAnswered_IsNotSent() => AssertJson(
        """[{"type":"text","text":"done"}]""",
        Messages(
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "f") { InformationalOnly = true }, new FunctionResultContent("c1", "1"), new TextContent("done")]),
            new(ChatRole.User, "and?"))![1]!["content"]);

    [Fact]
    public void Call_WithUnreadableArguments_IsStillAnObject()
    {
        var call = ToolArguments.Parse("c1", "f", "{\"x\":"u8);

        AssertJson("""[{"type":"tool_use","id":"c1","name":"f","input":{"INVALID_JSON":"{\"x\":"}}]""", Messages(new(ChatRole.User, "go"), new(ChatRole.Assistant, [call]))![1]!["content"]);
    }

    [Fact]
    public void Thinking_WithSignature_StandsFirstAndUnchanged() => AssertJson(
        """[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"a"},{"type":"tool_use","id":"c1","name":"f","input":{}}]""",
        Messages(
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant,
            [
                new TextContent("a"),
                new TextReasoningContent("hm") { ProtectedData = "sig" },
                new TextReasoningContent("") { ProtectedData = "blob", AdditionalProperties = new() { [AnthropicMarks.Redacted] = true } },
                new FunctionCallContent("c1", "f"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "1")]))![1]!["content"]);

    [Fact]
    public void Thinking_WithoutSignatureOrOfAnother_IsDropped()
    {
        var foreign = new TextReasoningContent("theirs") { ProtectedData = "sig" };
        OpaqueState.Mark(foreign, "gemini");
        var request = Request([new(ChatRole.User, "go"), new(ChatRole.Assistant, [new TextReasoningContent("mine"), foreign, new TextContent("a")]), new(ChatRole.User, "b")]);

        AssertJson("""[{"type":"text","text":"a"}]""", Write(request)["messages"]![1]!["content"]);
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Refusal_OfAnotherProvider_IsWhatTheAssistantSaid() => AssertJson(
        """[{"type":"text","text":"I can't."}]""",
        Messages(new(ChatRole.User, "go"), new(ChatRole.Assistant, [new ErrorContent("I can't.") { ErrorCode = "Refusal" }]), new(ChatRole.User, "b"))![1]!["content"]);

    [Fact]
    public void Block_OfAnotherProvider_IsReported()
    {
        var foreign = new AIContent { RawRepresentation = JsonElement.Parse("{}"), AdditionalProperties = new() { ["gemini.part"] = JsonElement.Parse("{}") } };
        OpaqueState.Mark(foreign, "gemini");
        var request = Request([new(ChatRole.User, "go"), new(ChatRole.Assistant, [foreign, new TextContent("a")]), new(ChatRole.User, "b")]);

        AssertJson("""[{"type":"text","text":"a"}]""", Write(request)["messages"]![1]!["content"]);
        AssertWarning(request, "content_not_sent", "AIContent");
    }

    [Fact]
    public void Write_NeverChangesTheCallersMessages()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextContent("b "), new TextReasoningContent("x") { ProtectedData = "s" }])];
        var before = JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions);

        Write(Request(messages));

        Assert.Equal(before, JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions));
    }
}
