using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

public sealed class MessagesEventTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}""";
    private const string Stop = """{"type":"message_stop"}""";

    [Fact]
    public void Write_Text_OpensFillsAndClosesABlock()
    {
        var last = Update(new UsageContent(new() { InputTokenCount = 9, CachedInputTokenCount = 4, OutputTokenCount = 2 }));
        last.FinishReason = ChatFinishReason.Stop;

        AssertEvents(
            Stream(Update(), Update(new TextContent("Grü")), Update(new TextContent("ße")), last),
            Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grü"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ße"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":2}}""",
            Stop);
    }

    [Fact]
    public void Write_Delta_IsExactlyOneEvent() => Assert.Equal(
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\\nß\"}}\n\n",
        Text(static output =>
        {
            var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
            writer.Write(new System.Buffers.ArrayBufferWriter<byte>(), Update(new TextContent("x")));
            writer.Write(output, Update(new TextContent("a\nß")));
        }));

    [Fact]
    public void Write_ThoughtTextAndCall_AreBlocksInOrder() => AssertEvents(
        Stream(
            Update(new TextReasoningContent("hm") { AdditionalProperties = new() { ["anthropic.signed"] = true } }),
            Update(new TextReasoningContent("") { ProtectedData = "sig" }),
            Update(new TextContent("Let me see.")),
            Update(new FunctionCallContent("call_1", "f", new Dictionary<string, object?> { ["a"] = JsonElement.Parse("1") })),
            Update(new FunctionCallContent("call_2", "g"))),
        Start,
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Let me see."}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_1","name":"f","input":{},"caller":{"type":"direct"}}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""",
        """{"type":"content_block_stop","index":2}""",
        """{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"call_2","name":"g","input":{},"caller":{"type":"direct"}}}""",
        """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
        """{"type":"content_block_stop","index":3}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}""",
        Stop);

    [Fact]
    public void Write_SignatureOfAnotherProvider_IsNotShown()
    {
        var stream = Stream(Update(new TextReasoningContent("hm") { AdditionalProperties = new() { ["oneapi.provider"] = "gemini" } }), Update(new TextReasoningContent("") { ProtectedData = "secret" }), Update(new TextContent("x")));

        Assert.DoesNotContain("secret", stream, StringComparison.Ordinal);
        Assert.Equal(["thinking", "text"], Opened(stream));
    }

    [Fact]
    public void Write_RedactedThoughtAndForeignBlocks_ComeWhole()
    {
        var block = """{"type":"web_search_tool_result","tool_use_id":"s","content":[]}""";
        var stream = Stream(
            Update(new TextReasoningContent("") { ProtectedData = "blob", AdditionalProperties = new() { ["anthropic.redacted"] = true, ["anthropic.signed"] = true } }),
            Update(new AIContent { AdditionalProperties = new() { ["anthropic.block"] = JsonElement.Parse(block) } }));
        var events = Events(stream);

        AssertJson("""{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"blob"}}""", events[1]);
        AssertJson("""{"type":"content_block_stop","index":0}""", events[2]);
        AssertJson($$"""{"type":"content_block_start","index":1,"content_block":{{block}}}""", events[3]);
        AssertJson("""{"type":"content_block_stop","index":1}""", events[4]);
    }

    [Fact]
    public void Write_Citations_FollowTheirTextAndEndIt()
    {
        var citation = """{"type":"char_location","cited_text":"c","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":1}""";
        var stream = Stream(
            Update(new TextContent("It rains.")),
            Update(new TextContent("") { Annotations = [new CitationAnnotation { AdditionalProperties = new() { ["anthropic.citation"] = JsonElement.Parse(citation) } }] }),
            Update(new TextContent(" So what?")));

        AssertJson($$$"""{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{{{citation}}}}}""", Events(stream)[3]);
        Assert.Equal(["text", "text"], Opened(stream));
    }

    [Fact]
    public void Complete_WithoutAnyUpdate_IsAnEmptyMessage() =>
        Assert.Equal(["message_start", "message_delta", "message_stop"], Events(Stream()).Select(static data => data["type"]!.GetValue<string>()));

    [Fact]
    public void Fail_EndsWithTheErrorAndNoEndMark()
    {
        var stream = Text(static output =>
        {
            var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
            writer.Write(output, Update(new TextContent("x")));
            writer.Fail(output, new EndpointError(503, "server_error", null, "Nobody is left."), "req_1");
        });

        Assert.EndsWith("\n\nevent: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Nobody is left.\"},\"request_id\":\"req_1\"}\n\n", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", stream, StringComparison.Ordinal);
    }

    private static List<string> Opened(string stream) =>
        [.. Events(stream).Where(static data => data["type"]!.GetValue<string>() == "content_block_start").Select(static data => data["content_block"]!["type"]!.GetValue<string>())];

    private static void AssertEvents(string stream, params string[] expected)
    {
        var events = Events(stream);
        Assert.Equal(expected.Select(static data => JsonNode.Parse(data)!.ToJsonString()), events.Select(static data => data.ToJsonString()));
    }
}
