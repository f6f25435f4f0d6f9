using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Streamed answers (protocols/openai-responses.md §6); the order of events and their members are those of recorded streams.</summary>
public class ResponsesStreamTests
{
    [Fact]
    public void Stream_AText_HasTheRecordedEvents()
    {
        var events = Stream([Update(new TextContent("Hel")), Update(new TextContent("lo")), Finish(ChatFinishReason.Stop)]);

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            Types(events));
        Assert.Equal(Enumerable.Range(0, 10), events.Select(static item => item.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(["response", "sequence_number", "type"], Names(events[0]));
        Assert.Equal(["item", "output_index", "sequence_number", "type"], Names(events[2]));
        Assert.Equal(["content_index", "item_id", "output_index", "part", "sequence_number", "type"], Names(events[3]));
        Assert.Equal(["content_index", "delta", "item_id", "logprobs", "output_index", "sequence_number", "type"], Names(events[4]));
        Assert.Equal(["content_index", "item_id", "logprobs", "output_index", "sequence_number", "text", "type"], Names(events[6]));
        AssertJson("""{"type":"output_text","annotations":[],"logprobs":[],"text":""}""", events[3].GetProperty("part"));
        AssertJson("""{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello"}""", events[7].GetProperty("part"));
        var item = events[2].GetProperty("item");
        Assert.Equal(("message", "in_progress", "assistant", 0), (TextAt(item, "type"), TextAt(item, "status"), TextAt(item, "role"), item.GetProperty("content").GetArrayLength()));
        Assert.Equal(("completed", "Hello"), (TextAt(events[8], "item", "status"), TextAt(events[8], "item", "content", "0", "text")));
    }

    [Fact]
    public void Stream_TheFirstObject_IsInProgress()
    {
        var events = Stream([Update(new TextContent("Hi"))]);

        var created = events[0].GetProperty("response");
        Assert.Equal(("in_progress", "served"), (TextAt(created, "status"), TextAt(created, "model")));
        Assert.Equal(JsonValueKind.Null, created.GetProperty("usage").ValueKind);
        Assert.Equal(JsonValueKind.Null, created.GetProperty("completed_at").ValueKind);
        Assert.Equal(0, created.GetProperty("output").GetArrayLength());
        Assert.Equal(Names(Answer(new TextContent("Hi"))), Names(created));
        Assert.Equal(TextAt(created, "id"), TextAt(events[^1], "response", "id"));
    }

    [Fact]
    public void Stream_ACall_HasTheRecordedEvents()
    {
        var events = Stream([Update(new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" })), Finish(ChatFinishReason.ToolCalls)])[2..];

        Assert.Equal(["response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done", "response.completed"], Types(events));
        var id = TextAt(events[0], "item", "id");
        AssertJson($$"""{"id":"{{id}}","type":"function_call","status":"in_progress","arguments":"","call_id":"call_1","name":"weather"}""", events[0].GetProperty("item"));
        Assert.Equal(["delta", "item_id", "output_index", "sequence_number", "type"], Names(events[1]));
        Assert.Equal(["arguments", "item_id", "output_index", "sequence_number", "type"], Names(events[2]));
        Assert.Equal(("{\"city\":\"Paris\"}", "{\"city\":\"Paris\"}", id), (TextAt(events[1], "delta"), TextAt(events[2], "arguments"), TextAt(events[2], "item_id")));
        AssertJson($$"""{"id":"{{id}}","type":"function_call","status":"completed","arguments":"{\"city\":\"Paris\"}","call_id":"call_1","name":"weather"}""", events[3].GetProperty("item"));
        Assert.Equal("completed", TextAt(events[4], "response", "status"));
    }

    [Fact]
    public void Stream_ACustomCall_HasItsEvents()
    {
        var events = Stream(
            [Update(new FunctionCallContent("call_1", "patch", new Dictionary<string, object?> { ["input"] = "*** Begin" }))],
            """{"model":"gpt-x","input":"Hi","tools":[{"type":"custom","name":"patch"}]}""")[2..];

        Assert.Equal(["response.output_item.added", "response.custom_tool_call_input.delta", "response.custom_tool_call_input.done", "response.output_item.done", "response.completed"], Types(events));
        Assert.Equal(("*** Begin", "*** Begin", "*** Begin"), (TextAt(events[1], "delta"), TextAt(events[2], "input"), TextAt(events[3], "item", "input")));
    }

    [Fact]
    public void Stream_Reasoning_HasTheRecordedEvents()
    {
        var events = Stream([Update(new TextReasoningContent("Hm")), Update(new TextReasoningContent(".")), Update(new TextReasoningContent("") { ProtectedData = "gAAA" }), Update(new TextContent("Hi"))])[2..];

        Assert.Equal(
            [
                "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done", "response.output_item.added",
            ],
            Types(events)[..8]);
        Assert.Equal(["id", "summary", "type"], Names(events[0].GetProperty("item")));
        Assert.Equal(["item_id", "output_index", "part", "sequence_number", "summary_index", "type"], Names(events[1]));
        Assert.Equal(["delta", "item_id", "output_index", "sequence_number", "summary_index", "type"], Names(events[2]));
        Assert.Equal(["item_id", "output_index", "sequence_number", "summary_index", "text", "type"], Names(events[4]));
        AssertJson("""{"type":"summary_text","text":""}""", events[1].GetProperty("part"));
        AssertJson("""{"type":"summary_text","text":"Hm."}""", events[5].GetProperty("part"));
        Assert.Equal("gAAA", TextAt(events[6], "item", "encrypted_content"));
        Assert.Equal(1, events[7].GetProperty("output_index").GetInt32());
    }

    [Fact]
    public void Stream_ASignatureAlone_IsAnItemWithoutParts() =>
        Assert.Equal(["response.output_item.added", "response.output_item.done"], Types(Stream([Update(new TextReasoningContent("") { ProtectedData = "gAAA" }), Update(new TextContent("Hi"))])[2..4]));

    [Fact]
    public void Stream_ARefusal_HasItsEvents()
    {
        var events = Stream([Update(new TextContent("Well. ")), Update(new ErrorContent("No.") { ErrorCode = "Refusal" })])[2..];

        Assert.Equal(
            [
                "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.content_part.added", "response.refusal.delta", "response.refusal.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            Types(events));
        Assert.Equal(1, events[6].GetProperty("content_index").GetInt32());
        Assert.Equal(("No.", "No."), (TextAt(events[6], "delta"), TextAt(events[7], "refusal")));
        AssertJson("""{"type":"refusal","refusal":""}""", events[5].GetProperty("part"));
    }

    [Fact]
    public void Stream_ACitation_IsToldWhenItComes()
    {
        var citation = new CitationAnnotation { Title = "Ruby", Url = new("https://ruby-lang.org/"), AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 0, EndIndex = 4 }] };

        var events = Stream([Update(new TextContent("Ruby")), Update(new TextContent("") { Annotations = [citation] })])[2..];

        Assert.Equal("response.output_text.annotation.added", TextAt(events[3], "type"));
        Assert.Equal(["annotation", "annotation_index", "content_index", "item_id", "output_index", "sequence_number", "type"], Names(events[3]));
        AssertJson("""{"type":"url_citation","end_index":4,"start_index":0,"title":"Ruby","url":"https://ruby-lang.org/"}""", events[3].GetProperty("annotation"));
        Assert.Equal(1, Member(events[^1], "response", "output", "0", "content", "0", "annotations").GetArrayLength());
    }

    [Fact]
    public void Stream_ACharacterInTwoHalves_IsWrittenWhole()
    {
        var text = StreamText([Update(new TextContent("a\ud83d")), Update(new TextContent("\ude00b"))]);

        Assert.DoesNotContain("\ufffd", text, StringComparison.Ordinal);
        Assert.Contains("\"delta\":\"a\"", text, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"a😀b\"", text.Replace("\\uD83D\\uDE00", "😀", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("length", "max_output_tokens")]
    [InlineData("content_filter", "content_filter")]
    public void Stream_ACutAnswer_EndsIncomplete(string finish, string reason)
    {
        var events = Stream([Update(new TextContent("Hi")), Finish(new(finish)), new()]);

        Assert.Equal("response.incomplete", TextAt(events[^1], "type"));
        Assert.Equal(("incomplete", reason), (TextAt(events[^1], "response", "status"), TextAt(events[^1], "response", "incomplete_details", "reason")));
        Assert.Equal("incomplete", TextAt(events[^2], "item", "status"));
    }

    [Fact]
    public void Stream_TheUsage_StandsInTheEnd()
    {
        var events = Stream([Update(new TextContent("Hi"), new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = 2, TotalTokenCount = 5 }))]);

        AssertJson("""{"input_tokens":3,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":5}""", Member(events[^1], "response", "usage"));
    }

    [Fact]
    public void Stream_Nothing_IsACompleteStream() => Assert.Equal(["response.created", "response.in_progress", "response.completed"], Types(Stream([])));

    [Fact]
    public void Stream_HasNoMarkBehindItsEnd() => Assert.DoesNotContain("[DONE]", StreamText([Update(new TextContent("Hi"))]), StringComparison.Ordinal);

    [Fact]
    public void Stream_AnotherMessage_IsAnotherItem()
    {
        var second = Update(new TextContent("Two"));
        second.MessageId = "m2";

        Assert.Equal(2, Member(Stream([Update(new TextContent("One")), second])[^1], "response", "output").GetArrayLength());
    }

    [Fact]
    public void Fail_InTheMiddle_EndsWithTheErrorAndWhatWasSaid()
    {
        var events = Stream(
            [Update(new FunctionCallContent("call_1", "f")), Update(new TextContent("Hi"))],
            error: new EndpointError(503, "server_error", "upstream_unavailable", "The provider broke off.") { Param = "messages" })[^3..];

        Assert.Equal(["response.output_text.delta", "error", "response.failed"], Types(events));
        AssertJson("""{"type":"server_error","code":"upstream_unavailable","message":"The provider broke off.","param":"input"}""", events[1].GetProperty("error"));
        Assert.Equal(("upstream_unavailable", "The provider broke off.", "input"), (TextAt(events[1], "code"), TextAt(events[1], "message"), TextAt(events[1], "param")));
        var response = events[2].GetProperty("response");
        Assert.Equal("failed", TextAt(response, "status"));
        AssertJson("""{"code":"upstream_unavailable","message":"The provider broke off."}""", response.GetProperty("error"));
        Assert.Equal(["completed", "incomplete"], response.GetProperty("output").EnumerateArray().Select(static item => TextAt(item, "status")));
        Assert.Equal("Hi", TextAt(response, "output", "1", "content", "0", "text"));
    }

    [Theory]
    [InlineData(429, "rate_limit_exceeded")]
    [InlineData(500, "server_error")]
    public void Fail_AtTheStart_IsAWholeStreamWithACode(int status, string code)
    {
        var events = Stream([], error: new EndpointError(status, "server_error", null, "No."));

        Assert.Equal(["response.created", "response.in_progress", "error", "response.failed"], Types(events));
        Assert.Equal(code, TextAt(events[3], "response", "error", "code"));
        Assert.Equal([0, 1, 2, 3], events.Select(static item => item.GetProperty("sequence_number").GetInt32()));
    }
}
