using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Whole answers (protocols/openai-responses.md §4, §8).</summary>
public class ResponsesAnswerTests
{
    /// <summary>The members that every response has that OpenAI sends by itself, in all of 177 recorded answers, and those that nearly all have.</summary>
    private static readonly string[] AlwaysThere =
    [
        "background", "completed_at", "created_at", "error", "frequency_penalty", "id", "incomplete_details", "instructions", "max_output_tokens",
        "max_tool_calls", "metadata", "model", "object", "output", "parallel_tool_calls", "presence_penalty", "previous_response_id",
        "prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "status", "store", "temperature", "text",
        "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "usage", "user",
    ];

    [Fact]
    public void Write_AText_IsTheObjectThatThePageShows()
    {
        var response = Whole(new TextContent("Hi 汉字 <b>"));
        response.Usage = new() { InputTokenCount = 37, OutputTokenCount = 11, TotalTokenCount = 48, CachedInputTokenCount = 5, ReasoningTokenCount = 3, AdditionalCounts = new() { [UsageCounts.CacheWrites] = 2 } };
        response.CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_787_150_252);

        var answer = Answer(response);

        Assert.Empty(AlwaysThere.Except(Names(answer)));
        Assert.Matches("^resp_[0-9a-f]{50}$", TextAt(answer, "id"));
        Assert.Equal(("response", "completed", "served"), (TextAt(answer, "object"), TextAt(answer, "status"), TextAt(answer, "model")));
        Assert.Equal(1_787_150_252, answer.GetProperty("created_at").GetInt64());
        Assert.Equal(Now.ToUnixTimeSeconds(), answer.GetProperty("completed_at").GetInt64());
        Assert.Matches("^msg_[0-9a-f]{50}$", TextAt(answer, "output", "0", "id"));
        AssertJson($$"""{"id":"{{TextAt(answer, "output", "0", "id")}}","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi 汉字 <b>"}],"role":"assistant"}""", Member(answer, "output", "0"));
        AssertJson("""{"input_tokens":37,"input_tokens_details":{"cached_tokens":5,"cache_write_tokens":2},"output_tokens":11,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":48}""", answer.GetProperty("usage"));
    }

    [Fact]
    public void Write_TextOfAnyScript_IsReadable() => Assert.Contains("\"text\":\"Grüße 汉字 <b> 'x'\"", AnswerText(Whole(new TextContent("Grüße 汉字 <b> 'x'"))), StringComparison.Ordinal);

    [Fact]
    public void Write_WithoutSettings_RepeatsOpenAIsDefaults()
    {
        var answer = Answer(new TextContent("Hi"));

        AssertJson("""{"format":{"type":"text"},"verbosity":"medium"}""", answer.GetProperty("text"));
        AssertJson("""{"effort":null,"summary":null}""", answer.GetProperty("reasoning"));
        AssertJson("[]", answer.GetProperty("tools"));
        AssertJson("{}", answer.GetProperty("metadata"));
        Assert.Equal(("auto", "disabled", "default"), (TextAt(answer, "tool_choice"), TextAt(answer, "truncation"), TextAt(answer, "service_tier")));
        Assert.Equal((1f, 1f, true), (answer.GetProperty("temperature").GetSingle(), answer.GetProperty("top_p").GetSingle(), answer.GetProperty("parallel_tool_calls").GetBoolean()));
        Assert.False(answer.GetProperty("store").GetBoolean());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("incomplete_details").ValueKind);
    }

    [Fact]
    public void Write_Settings_AreRepeated()
    {
        var answer = Answer(Whole(new TextContent("{}")), """
            {"model":"gpt-x","input":"Hi","instructions":"Be brief.","max_output_tokens":100,"max_tool_calls":2,"temperature":0.7,"top_p":0.9,"store":true,
             "parallel_tool_calls":false,"reasoning":{"effort":"high","summary":"auto"},"truncation":"auto","metadata":{"a":"b"},"user":"u","safety_identifier":"s",
             "text":{"format":{"type":"json_schema","name":"a","schema":{"type":"object"},"strict":true},"verbosity":"low"},"service_tier":"flex","top_logprobs":2,
             "tools":[{"type":"function","name":"f"},{"type":"web_search"}],"tool_choice":{"type":"function","name":"f"},"prompt_cache_key":"k","prompt_cache_retention":"24h"}
            """);

        Assert.Equal("Be brief.", TextAt(answer, "instructions"));
        Assert.Equal((100, 2, 2), (answer.GetProperty("max_output_tokens").GetInt32(), answer.GetProperty("max_tool_calls").GetInt32(), answer.GetProperty("top_logprobs").GetInt32()));
        Assert.Equal(("0.7", "0.9"), (answer.GetProperty("temperature").GetRawText(), answer.GetProperty("top_p").GetRawText()));
        Assert.False(answer.GetProperty("parallel_tool_calls").GetBoolean());
        AssertJson("""{"effort":"high","summary":"auto"}""", answer.GetProperty("reasoning"));
        AssertJson("""{"a":"b"}""", answer.GetProperty("metadata"));
        AssertJson("""{"format":{"type":"json_schema","name":"a","schema":{"type":"object"},"strict":true},"verbosity":"low"}""", answer.GetProperty("text"));
        AssertJson("""[{"type":"function","name":"f","parameters":null,"strict":false},{"type":"web_search"}]""", answer.GetProperty("tools"));
        AssertJson("""{"type":"function","name":"f"}""", answer.GetProperty("tool_choice"));
        Assert.Equal(("u", "s", "k", "24h", "flex"), (TextAt(answer, "user"), TextAt(answer, "safety_identifier"), TextAt(answer, "prompt_cache_key"), TextAt(answer, "prompt_cache_retention"), TextAt(answer, "service_tier")));
        Assert.Equal("disabled", TextAt(answer, "truncation"));
        Assert.False(answer.GetProperty("store").GetBoolean());
    }

    [Fact]
    public void Write_ACall_IsAnItemWithJsonText()
    {
        var call = new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Köln", ["days"] = 2, ["at"] = null });

        var answer = Answer(new TextContent("I look."), call);

        Assert.Equal(["message", "function_call"], answer.GetProperty("output").EnumerateArray().Select(static item => TextAt(item, "type")));
        var item = Member(answer, "output", "1");
        Assert.Equal(["arguments", "call_id", "id", "name", "status", "type"], Names(item));
        Assert.StartsWith("fc_", TextAt(item, "id"), StringComparison.Ordinal);
        Assert.Equal(("call_1", "weather", "completed"), (TextAt(item, "call_id"), TextAt(item, "name"), TextAt(item, "status")));
        AssertJson("""{"city":"Köln","days":2,"at":null}""", JsonElement.Parse(TextAt(item, "arguments")!));
        Assert.Equal("completed", TextAt(answer, "status"));
    }

    [Fact]
    public void Write_ACallWithoutArguments_HasAnEmptyObject() => Assert.Equal("{}", TextAt(Answer(new FunctionCallContent("call_1", "f")), "output", "0", "arguments"));

    [Fact]
    public void Write_ACallWithBrokenArguments_HasThemAsTheyCame() =>
        Assert.Equal("{\"a\":", TextAt(Answer(new FunctionCallContent("call_1", "f") { Exception = new InvalidOperationException(), RawRepresentation = "{\"a\":" }), "output", "0", "arguments"));

    [Fact]
    public void Write_ACallOfACustomTool_IsCustom()
    {
        var call = new FunctionCallContent("call_1", "patch", new Dictionary<string, object?> { ["input"] = JsonElement.Parse("\"*** Begin\"") });

        var item = Member(Answer(Whole(call), """{"model":"gpt-x","input":"Hi","tools":[{"type":"custom","name":"patch"}]}"""), "output", "0");

        Assert.Equal(("custom_tool_call", "call_1", "patch", "*** Begin"), (TextAt(item, "type"), TextAt(item, "call_id"), TextAt(item, "name"), TextAt(item, "input")));
    }

    [Fact]
    public void Write_ACallThatTheProviderAnsweredItself_IsNotTheCallers() =>
        Assert.Equal(["message"], Answer(new FunctionCallContent("call_1", "search") { InformationalOnly = true }, new FunctionResultContent("call_1", "found"), new TextContent("Hi")).GetProperty("output").EnumerateArray().Select(static item => TextAt(item, "type")));

    [Fact]
    public void Write_Reasoning_IsASummary()
    {
        var answer = Answer(new TextReasoningContent("Hm. "), new TextReasoningContent("Yes."), new TextContent("Hi"));

        var item = Member(answer, "output", "0");
        Assert.Equal(["id", "summary", "type"], Names(item));
        Assert.StartsWith("rs_", TextAt(item, "id"), StringComparison.Ordinal);
        AssertJson("""[{"type":"summary_text","text":"Hm. Yes."}]""", item.GetProperty("summary"));
        Assert.Equal("message", TextAt(answer, "output", "1", "type"));
    }

    [Fact]
    public void Write_SignedReasoning_EndsWithItsSignature()
    {
        var answer = Answer(new TextReasoningContent("One") { ProtectedData = "gAAA" }, new TextReasoningContent("Two"), new TextContent("Hi"));

        Assert.Equal(("One", "gAAA"), (TextAt(answer, "output", "0", "summary", "0", "text"), TextAt(answer, "output", "0", "encrypted_content")));
        Assert.Equal("Two", TextAt(answer, "output", "1", "summary", "0", "text"));
        Assert.Equal(3, answer.GetProperty("output").GetArrayLength());
    }

    [Fact]
    public void Write_ASignatureAlone_HasAnEmptySummary()
    {
        var item = Member(Answer(new TextReasoningContent("") { ProtectedData = "gAAA" }, new TextContent("Hi")), "output", "0");

        Assert.Equal((0, "gAAA"), (item.GetProperty("summary").GetArrayLength(), TextAt(item, "encrypted_content")));
    }

    [Fact]
    public void Write_ARefusal_IsAPart()
    {
        var answer = Answer(new ErrorContent("I can't.") { ErrorCode = "Refusal" });

        AssertJson("""[{"type":"refusal","refusal":"I can't."}]""", Member(answer, "output", "0", "content"));
        Assert.Equal("completed", TextAt(answer, "status"));
    }

    [Fact]
    public void Write_AnImage_IsAnItem()
    {
        var item = Member(Answer(new DataContent(new byte[] { 1, 2, 3 }, "image/png")), "output", "0");

        Assert.Equal(("image_generation_call", "completed", "AQID", "png"), (TextAt(item, "type"), TextAt(item, "status"), TextAt(item, "result"), TextAt(item, "output_format")));
    }

    [Fact]
    public void Write_Citations_AreAnnotations()
    {
        var url = new CitationAnnotation { Title = "Ruby", Url = new("https://ruby-lang.org/a?b=c"), AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 2, EndIndex = 5 }, new TextSpanAnnotatedRegion { StartIndex = 7, EndIndex = 9 }] };
        var whole = new CitationAnnotation { Url = new("https://example.com/") };
        var file = new CitationAnnotation { Title = "a.txt", FileId = "file-1" };
        var nowhere = new CitationAnnotation { Snippet = "?" };

        var answer = Answer(new TextContent("Ruby is ") { Annotations = [url] }, new TextContent("by Matz.") { Annotations = [whole, file, nowhere] });

        AssertJson(
            """
            [{"type":"url_citation","end_index":5,"start_index":2,"title":"Ruby","url":"https://ruby-lang.org/a?b=c"},
             {"type":"url_citation","end_index":9,"start_index":7,"title":"Ruby","url":"https://ruby-lang.org/a?b=c"},
             {"type":"url_citation","end_index":16,"start_index":8,"title":"","url":"https://example.com/"},
             {"type":"file_citation","file_id":"file-1","filename":"a.txt","index":16}]
            """,
            Member(answer, "output", "0", "content", "0", "annotations"));
        Assert.Equal("Ruby is by Matz.", TextAt(answer, "output", "0", "content", "0", "text"));
    }

    [Fact]
    public void Write_Logprobs_GoWithTheirText()
    {
        var response = Whole(new TextContent("Hi"));
        response.AdditionalProperties = new() { ["logprobs"] = JsonElement.Parse("""{"content":[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}],"refusal":null}""") };

        AssertJson("""[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}]""", Member(Answer(response), "output", "0", "content", "0", "logprobs"));
    }

    [Theory]
    [InlineData("length", "max_output_tokens")]
    [InlineData("content_filter", "content_filter")]
    public void Write_ACutAnswer_IsIncomplete(string finish, string reason)
    {
        var response = Whole(new TextContent("Hi"));
        response.FinishReason = new(finish);

        var answer = Answer(response);

        Assert.Equal(("incomplete", reason, "incomplete"), (TextAt(answer, "status"), TextAt(answer, "incomplete_details", "reason"), TextAt(answer, "output", "0", "status")));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("completed_at").ValueKind);
    }

    [Fact]
    public void Write_SeveralMessages_AreItemsOfTheirOwn()
    {
        var response = Whole(new TextContent("One"));
        response.Messages.Add(new(ChatRole.Tool, "not the model's"));
        response.Messages.Add(new(ChatRole.Assistant, "Two"));

        Assert.Equal(["One", "Two"], Answer(response).GetProperty("output").EnumerateArray().Select(static item => TextAt(item, "content", "0", "text")));
    }

    [Fact]
    public void Write_NothingKnownOfTokens_CountsNone() => Assert.Equal(0, Member(Answer(new TextContent("Hi")), "usage", "total_tokens").GetInt32());

    [Fact]
    public void Write_NoModel_NamesTheOneThatWasAskedFor() =>
        Assert.Equal("gpt-x", TextAt(Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi"))), "model"));

    [Fact]
    public void Write_WhatAProviderWantsBack_ComesBackAsItWas()
    {
        var answer = Answer(
            new TextReasoningContent("Hm.") { ProtectedData = "sig", AdditionalProperties = new() { ["oneapi.provider"] = "anthropic", ["anthropic.redacted"] = true, ["anthropic.x"] = JsonElement.Parse("""{"a":1}""") } },
            new FunctionCallContent("call_1", "f") { AdditionalProperties = new() { ["oneapi.provider"] = "gemini", ["extra_content"] = JsonElement.Parse("""{"google":{"thought_signature":"s"}}""") } });

        var items = answer.GetProperty("output").GetRawText()[1..^1];
        var contents = ReadItems(items + """,{"type":"function_call_output","call_id":"call_1","output":"x"}""")[0].Contents;

        var thought = Assert.IsType<TextReasoningContent>(contents[0]);
        Assert.Equal(("Hm.", "sig", "anthropic", true), (thought.Text, thought.ProtectedData, thought.AdditionalProperties!["oneapi.provider"], thought.AdditionalProperties["anthropic.redacted"]));
        AssertJson("""{"a":1}""", Assert.IsType<JsonElement>(thought.AdditionalProperties["anthropic.x"]));
        var call = Assert.IsType<FunctionCallContent>(contents[1]);
        Assert.Equal("gemini", call.AdditionalProperties!["oneapi.provider"]);
        AssertJson("""{"google":{"thought_signature":"s"}}""", Assert.IsType<JsonElement>(call.AdditionalProperties["extra_content"]));
    }

    [Fact]
    public void WriteError_IsOpenAIsObject()
    {
        var output = new ArrayBufferWriter<byte>();
        Dialect().WriteError(output, new(400, "invalid_request_error", "too_many", "Zu viele “Dinge”.") { Param = "messages" }, "req_1");

        Assert.Equal("""{"error":{"message":"Zu viele “Dinge”.","type":"invalid_request_error","param":"input","code":"too_many"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void WriteError_WithoutPlaceAndCode_HasNulls()
    {
        var output = new ArrayBufferWriter<byte>();
        Dialect().WriteError(output, new(500, "server_error", null, "No."), "req_1");

        AssertJson("""{"error":{"message":"No.","type":"server_error","param":null,"code":null}}""", JsonElement.Parse(Encoding.UTF8.GetString(output.WrittenSpan)));
    }
}
