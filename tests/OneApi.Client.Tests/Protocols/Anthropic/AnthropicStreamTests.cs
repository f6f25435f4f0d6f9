using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Anthropic;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §6.</summary>
public sealed class AnthropicStreamTests
{
    private const string Sample = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_01A","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":633,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":22,"service_tier":"standard","inference_geo":"not_available"}}    }

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_01A","name":"weather","input":{},"caller":{"type":"direct"}}     }

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}               }

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"city\": \"Paris\"}"}            }

        event: content_block_stop
        data: {"type":"content_block_stop","index":0             }

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":633,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":75}               }

        event: message_stop
        data: {"type":"message_stop"          }


        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_TheSample_GivesOneWholeCall(bool withEventLines)
    {
        var text = withEventLines ? Sample : string.Join('\n', Sample.Split('\n').Where(static line => !line.StartsWith("event:", StringComparison.Ordinal)));
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var item in SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), (type, data) => reader.Read(type, data)).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            if (item.Data is { } update)
            {
                updates.Add(update);
            }
        }

        Assert.True(reader.IsComplete);
        updates.Add(reader.Complete()!);

        Assert.Equal(3, updates.Count);
        Assert.Empty(updates[0].Contents);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(updates[1].Contents));
        Assert.Equal("toolu_01A", call.CallId);
        Assert.Equal("weather", call.Name);
        Assert.Equal("Paris", call.Arguments!["city"]!.ToString());
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details;
        Assert.Equal(633, usage.InputTokenCount);
        Assert.Equal(75, usage.OutputTokenCount);
        Assert.Equal(708, usage.TotalTokenCount);
        Assert.Equal(ChatFinishReason.ToolCalls, updates[2].FinishReason);
        Assert.All(updates, static update =>
        {
            Assert.Equal("msg_01A", update.ResponseId);
            Assert.Equal("msg_01A", update.MessageId);
            Assert.Equal(ChatRole.Assistant, update.Role);
            Assert.Equal("claude-haiku-4-5-20251001", update.ModelId);
        });
    }

    [Fact]
    public void Read_ToolUse_CommitsWithItsStart()
    {
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);
        Assert.Null(Feed(reader, """{"type":"message_start","message":{"id":"m","model":"x","usage":{}}}"""));
        Assert.Null(Feed(reader, """{"type":"ping"}"""));
        Assert.False(reader.HasContent);

        var first = Feed(reader, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""");

        Assert.Empty(first!.Contents);
        Assert.True(reader.HasContent);
        Assert.Null(Feed(reader, """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}"""));
        Assert.Equal(2, reader.ContentEvents);
    }

    [Fact]
    public void Read_Text_GivesEachPiece()
    {
        var updates = StreamBlocks(
            "end_turn",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hé"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\"llo\n"}}""",
            """{"type":"content_block_stop","index":0}""");

        Assert.Equal(["Hé", "\"llo\n"], updates.SelectMany(static update => update.Contents).OfType<TextContent>().Select(static text => text.Text));
        Assert.Equal(3, updates.Count);
        Assert.Null(updates[0].FinishReason);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal(2, updates.ToChatResponse().Usage!.OutputTokenCount);
    }

    [Fact]
    public void Read_Thinking_BecomesOneContentWithItsSignature()
    {
        var response = StreamBlocks(
            "end_turn",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"one "}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"two"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s1"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"s2"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"blob"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"a"}}""",
            """{"type":"content_block_stop","index":3}""").ToChatResponse();

        AssertJson(
            """[{"type":"thinking","thinking":"one two","signature":"s1"},{"type":"thinking","thinking":"","signature":"s2"},{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"a"}]""",
            Replay(response));
    }

    [Fact]
    public void Read_ParallelCalls_AreKeyedByIndex()
    {
        var calls = StreamBlocks(
            "tool_use",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","name":"g","input":{}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"b\":"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"2}"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"content_block_stop","index":1}""").SelectMany(static update => update.Contents).OfType<FunctionCallContent>().ToDictionary(static call => call.CallId);

        Assert.Equal("1", calls["t1"].Arguments!["a"]!.ToString());
        Assert.Equal("2", calls["t2"].Arguments!["b"]!.ToString());
    }

    [Theory]
    [InlineData("{}", null, 0)]
    [InlineData("{}", "", 0)]
    [InlineData("""{"x":1}""", null, 1)]
    [InlineData("""{"x":1}""", "{\\\"y\\\":1,\\\"z\\\":2}", 2)]
    public void Read_CallArguments_ComeFromDeltasOrTheStart(string start, string? delta, int count)
    {
        string[] events =
        [
            $$$$"""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{{{{start}}}}}}""",
            .. delta is null ? (string[])[] : [$$$"""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{{{delta}}}"}}"""],
            """{"type":"content_block_stop","index":0}""",
        ];

        var call = StreamBlocks("tool_use", events).SelectMany(static update => update.Contents).OfType<FunctionCallContent>().Single();

        Assert.Equal(count, call.Arguments!.Count);
    }

    [Fact]
    public void Read_CallCutByTheLimit_CarriesItsException()
    {
        var updates = StreamBlocks(
            "max_tokens",
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
            """{"type":"content_block_stop","index":0}""");

        Assert.NotNull(updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>().Single().Exception);
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
    }

    [Fact]
    public void Read_BlockThatIsNeverClosed_ComesAtTheEnd()
    {
        var updates = StreamBlocks("tool_use", """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""");

        Assert.Single(updates[^1].Contents.OfType<FunctionCallContent>());
    }

    [Fact]
    public void Read_Usage_IsReplacedAndNeverAdded()
    {
        var updates = Stream(
            """{"type":"message_start","message":{"id":"m","model":"x","usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":0},"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":20}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":110,"cache_creation_input_tokens":null,"output_tokens":30,"server_tool_use":{"web_search_requests":1}}}""",
            """{"type":"message_stop"}""");

        var usage = Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>()).Details;
        Assert.Equal(122, usage.InputTokenCount);
        Assert.Equal(7, usage.CachedInputTokenCount);
        Assert.Equal(30, usage.OutputTokenCount);
        Assert.Equal(152, usage.TotalTokenCount);
        Assert.Equal(5, usage.AdditionalCounts!["cache_creation_input_tokens"]);
        Assert.Equal(5, usage.AdditionalCounts["cache_creation.ephemeral_5m_input_tokens"]);
        Assert.Equal(1, usage.AdditionalCounts["server_tool_use.web_search_requests"]);
    }

    [Fact]
    public void Read_UnknownMembersOfTheMessage_ComeWithTheLastUpdate()
    {
        var updates = Stream(
            """{"type":"message_start","message":{"id":"m","model":"x","content":[],"usage":{"input_tokens":1,"output_tokens":1,"service_tier":"standard"}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}}""",
            """{"type":"message_delta","delta":{"stop_reason":"pause_turn","stop_sequence":null,"container":{"id":"container_1"}},"usage":{},"context_management":{"applied_edits":[]}}""",
            """{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}}""");

        Assert.Equal(
            ["amazon-bedrock-invocationMetrics", "container", "context_management", "stop_reason", "usage.service_tier"],
            updates[^1].AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public void Read_ServerTools_AreWholeBlocks()
    {
        const string result = """{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","url":"https://example.com","title":"t","encrypted_content":"e","page_age":null}]}""";
        var response = StreamBlocks(
            "end_turn",
            """{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"x\"}"}}""",
            """{"type":"content_block_stop","index":0}""",
            $$"""{"type":"content_block_start","index":1,"content_block":{{result}}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"compaction","content":null}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"compaction_delta","content":"so "}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"compaction_delta","content":"far"}}""",
            """{"type":"content_block_stop","index":2}""").ToChatResponse();

        AssertJson(
            $$$"""[{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}},{{{result}}},{"type":"compaction","content":"so far"}]""",
            Replay(response));
    }

    [Fact]
    public void Read_Citations_ComeWithTheTextTheyCover()
    {
        var updates = StreamBlocks(
            "end_turn",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Plain. "}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":[]}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"c","url":"https://example.com/w","title":"Page","encrypted_index":"e"}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Cited."}}""",
            """{"type":"content_block_stop","index":1}""");

        var annotation = Assert.IsType<CitationAnnotation>(updates.SelectMany(static update => update.Contents).SelectMany(static content => content.Annotations ?? []).Single());
        Assert.Equal("https://example.com/w", annotation.Url!.OriginalString);
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(annotation.AnnotatedRegions!));
        Assert.Equal("Cited.", updates.ToChatResponse().Text[region.StartIndex!.Value..region.EndIndex!.Value]);
    }

    [Fact]
    public void Read_UnknownEventsAndDeltas_AreIgnored()
    {
        var updates = StreamBlocks(
            "end_turn",
            """{"type":"heartbeat","index":0,"delta":{"text":"no"}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"new_delta","text":"no"}}""",
            """{"type":"content_block_delta","index":7,"delta":{"type":"input_json_delta","partial_json":"no"}}""",
            """{"delta":{"text":"a","type":"text_delta"},"index":0,"type":"content_block_delta"}""",
            """{"type":"content_block_stop","index":9}""");

        Assert.Equal("a", updates.ToChatResponse().Text);
    }

    [Theory]
    [InlineData("overloaded_error", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("rate_limit_error", OneApiErrorKind.RateLimited)]
    [InlineData("api_error", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("invalid_request_error", OneApiErrorKind.InvalidRequest)]
    [InlineData("timeout_error", OneApiErrorKind.Timeout)]
    public void Read_ErrorEvent_Throws(string type, OneApiErrorKind kind)
    {
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);

        var error = Assert.Throws<OneApiException>(() => reader.Read("error", Encoding.UTF8.GetBytes($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Sorry"},"request_id":"req_1"}   """)));

        Assert.Equal(kind, error.Kind);
        Assert.Null(error.StatusCode);
        Assert.Equal("req_1", error.RequestId);
    }

    [Theory]
    [InlineData("""{"error":{"message":"bad","type":"api_error"}}""")]
    [InlineData("""{"code":500,"msg":"broken"}""")]
    public void Read_ErrorOfAnotherShape_Throws(string data) =>
        Assert.Equal(OneApiErrorKind.ProviderUnavailable, Assert.Throws<OneApiException>(() => new AnthropicStreamReader(Endpoint, false).Read("message", Encoding.UTF8.GetBytes(data))).Kind);

    [Fact]
    public void Complete_WithoutTheEndMark_IsAViolation()
    {
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);
        Feed(reader, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}}""");
        Feed(reader, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{}}""");
        Assert.Null(reader.Read("message", "[DONE]"u8));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(reader.Complete).Kind);
    }

    [Theory]
    [InlineData("end_turn", false, OneApiErrorKind.EmptyResponse)]
    [InlineData("refusal", true, OneApiErrorKind.ContentFiltered)]
    [InlineData("end_turn", true, null)]
    [InlineData("pause_turn", false, null)]
    public void Complete_WithoutContent_IsJudgedAsAWholeAnswer(string reason, bool afterResult, OneApiErrorKind? kind)
    {
        string[] events = [$$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}"},"usage":{"output_tokens":2}}""", """{"type":"message_stop"}"""];
        var reader = new AnthropicStreamReader(Endpoint, afterResult);

        if (kind is null)
        {
            Assert.Equal(ChatFinishReason.Stop, Stream(reader, events)[^1].FinishReason);
            return;
        }

        Assert.Equal(kind, Assert.Throws<OneApiException>(() => Stream(reader, events)).Kind);
    }

    [Fact]
    public void Read_BrokenJson_GivesNothingOfTheEvent()
    {
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);

        Assert.ThrowsAny<JsonException>(() => Feed(reader, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}"""));
        Assert.False(reader.HasContent);
    }

    [Fact]
    public void Read_ATextDelta_AllocatesItsContentAndNothingElse()
    {
        var reader = new AnthropicStreamReader(Endpoint, afterResult: false);
        Feed(reader, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        var data = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word"}}"""u8.ToArray();
        reader.Read("content_block_delta", data);
        GC.KeepAlive(Least());

        var allowed = Measure(Least);
        var actual = Measure(() => reader.Read("content_block_delta", data));

        Assert.True(actual <= allowed, $"{actual} bytes, {allowed} allowed");

        static object Least() => new ChatResponseUpdate(ChatRole.Assistant, new List<AIContent>(1) { new TextContent(new string('x', 4)) }) { ResponseId = "", MessageId = "", ModelId = "" };
    }

    private static long Measure(Func<object?> act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            GC.KeepAlive(act());
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private static ChatResponseUpdate? Feed(AnthropicStreamReader reader, string data) => reader.Read("message", Encoding.UTF8.GetBytes(data));
}
