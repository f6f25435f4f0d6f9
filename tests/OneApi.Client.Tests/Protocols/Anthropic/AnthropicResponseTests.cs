using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Anthropic;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §4 and §8: whole answers.</summary>
public sealed class AnthropicResponseTests
{
    private const string Sample = """
        {"model":"claude-haiku-4-5-20251001","id":"msg_01A","type":"message","role":"assistant",
         "content":[{"type":"thinking","thinking":"…","signature":"Eq…"},{"type":"text","text":"Hi"},
                    {"type":"tool_use","id":"toolu_01A","name":"weather","input":{"city":"Paris"},"caller":{"type":"direct"}}],
         "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,
         "usage":{"input_tokens":633,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,
          "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},
          "output_tokens":75,"service_tier":"standard","inference_geo":"not_available"}}
        """;

    [Fact]
    public void Read_TheSample_HasAllItsParts()
    {
        var response = Read(Sample);

        Assert.Equal("msg_01A", response.ResponseId);
        Assert.Equal("claude-haiku-4-5-20251001", response.ModelId);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        var message = Assert.Single(response.Messages);
        Assert.Equal("msg_01A", message.MessageId);
        Assert.Equal(ChatRole.Assistant, message.Role);
        var thinking = Assert.IsType<TextReasoningContent>(message.Contents[0]);
        Assert.Equal("…", thinking.Text);
        Assert.Equal("Eq…", thinking.ProtectedData);
        Assert.Equal("Hi", Assert.IsType<TextContent>(message.Contents[1]).Text);
        var call = Assert.IsType<FunctionCallContent>(message.Contents[2]);
        Assert.Equal("toolu_01A", call.CallId);
        Assert.Equal("weather", call.Name);
        Assert.Equal("Paris", call.Arguments!["city"]!.ToString());
        Assert.Equal(3, message.Contents.Count);
        Assert.Equal(633, response.Usage!.InputTokenCount);
        Assert.Equal(75, response.Usage.OutputTokenCount);
        Assert.Equal(708, response.Usage.TotalTokenCount);
        Assert.Equal("standard", response.AdditionalProperties!["usage.service_tier"]!.ToString());
        Assert.Equal(["usage.inference_geo", "usage.service_tier"], response.AdditionalProperties.Keys.Order());
    }

    [Theory]
    [InlineData("end_turn", "stop", false)]
    [InlineData("stop_sequence", "stop", false)]
    [InlineData("max_tokens", "length", false)]
    [InlineData("model_context_window_exceeded", "length", true)]
    [InlineData("tool_use", "tool_calls", false)]
    [InlineData("pause_turn", "stop", true)]
    [InlineData("refusal", "content_filter", false)]
    [InlineData("compaction", "stop", true)]
    [InlineData("something_new", "something_new", false)]
    public void Read_EachStopReason_HasItsFinishReason(string reason, string expected, bool keepsRaw)
    {
        var response = ReadBlocks("""[{"type":"text","text":"a"}]""", reason);

        Assert.Equal(expected, response.FinishReason!.Value.Value);
        Assert.Equal(keepsRaw ? reason : null, response.AdditionalProperties?["stop_reason"]?.ToString());
    }

    [Fact]
    public void Read_RefusalAfterSomeText_IsAFinishReasonWithItsDetails()
    {
        var response = Read("""{"id":"m","content":[{"type":"text","text":"a"}],"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"no"}}""");

        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
        Assert.Equal("cyber", Assert.IsType<JsonElement>(response.AdditionalProperties!["stop_details"]).GetProperty("category").GetString());
    }

    [Fact]
    public void Read_RefusalBeforeAnything_IsContentFiltered()
    {
        var error = Assert.Throws<OneApiException>(() => Read("""{"id":"m","content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"not this"}}"""));

        Assert.Equal(OneApiErrorKind.ContentFiltered, error.Kind);
        Assert.Equal("not this", error.ProviderMessage);
    }

    [Theory]
    [InlineData("end_turn", false, true)]
    [InlineData("end_turn", true, false)]
    [InlineData("tool_use", true, true)]
    [InlineData("pause_turn", false, false)]
    [InlineData("max_tokens", false, false)]
    [InlineData("model_context_window_exceeded", false, false)]
    public void Read_WithoutContent_IsEmptyOnlyWhereTheModelEndedItsTurn(string reason, bool afterResult, bool isEmpty)
    {
        var body = $$$"""{"id":"m","content":[],"stop_reason":"{{{reason}}}","usage":{"input_tokens":5,"output_tokens":0}}""";

        if (!isEmpty)
        {
            Assert.Empty(Read(body, afterResult).Messages[0].Contents);
            return;
        }

        Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Read(body, afterResult)).Kind);
    }

    [Fact]
    public void Read_StopSequenceBeforeAnyText_IsNoFailure()
    {
        var response = Read("""{"id":"m","content":[],"stop_reason":"stop_sequence","stop_sequence":"END"}""");

        Assert.Equal("END", response.AdditionalProperties!["stop_sequence"]!.ToString());
    }

    [Fact]
    public void Read_NothingAtAll_IsEmpty() => Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Read(" \n")).Kind);

    [Fact]
    public void Read_ErrorUnder200_Throws()
    {
        var error = Assert.Throws<OneApiException>(() => Read("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"""));

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, error.Kind);
        Assert.Equal("overloaded_error", error.ProviderCode);
        Assert.Equal("Overloaded", error.ProviderMessage);
        Assert.Equal("req_1", error.RequestId);
        Assert.Equal("anthropic", error.Provider);
    }

    [Fact]
    public void Read_NullError_IsNone() => Assert.Equal("a", Read("""{"error":null,"content":"a","stop_reason":"end_turn"}""").Text);

    [Fact]
    public void Read_UnknownMembers_ComeBack()
    {
        var response = Read("""{"id":"m","content":[{"type":"text","text":"a"}],"container":{"id":"container_1"},"context_management":{"applied_edits":[]},"stop_reason":"end_turn"}""");

        Assert.Equal("container_1", Assert.IsType<JsonElement>(response.AdditionalProperties!["container"]).GetProperty("id").GetString());
        Assert.IsType<JsonElement>(response.AdditionalProperties["context_management"]);
    }

    [Fact]
    public void Read_WithoutId_MakesOne() => Assert.NotEmpty(Read("""{"content":[{"type":"text","text":"a"}],"stop_reason":"end_turn"}""").ResponseId!);

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("null", 0)]
    [InlineData("""{"x":null}""", 1)]
    [InlineData("\"{\\\"x\\\":1}\"", 1)]
    public void Read_ToolInput_IsAnObjectInAnyForm(string input, int count)
    {
        var call = Assert.IsType<FunctionCallContent>(ReadBlocks($$"""[{"type":"tool_use","id":"t","name":"f","input":{{input}}}]""").Messages[0].Contents[0]);

        Assert.Null(call.Exception);
        Assert.Equal(count, call.Arguments!.Count);
    }

    [Fact]
    public void Read_MembersBeforeTheType_AreUnderstood()
    {
        var contents = ReadBlocks("""[{"text":"a","type":"text"},{"signature":"s","thinking":"t","type":"thinking"},{"input":{},"name":"f","id":"x","type":"tool_use"}]""").Messages[0].Contents;

        Assert.Equal("a", Assert.IsType<TextContent>(contents[0]).Text);
        Assert.Equal("s", Assert.IsType<TextReasoningContent>(contents[1]).ProtectedData);
        Assert.Equal("f", Assert.IsType<FunctionCallContent>(contents[2]).Name);
    }

    [Fact]
    public void Read_ThinkingWithOmittedText_KeepsItsSignature()
    {
        var thinking = Assert.IsType<TextReasoningContent>(ReadBlocks("""[{"type":"thinking","thinking":"","signature":"s"},{"type":"text","text":"a"}]""").Messages[0].Contents[0]);

        Assert.Equal("", thinking.Text);
        Assert.Equal("s", thinking.ProtectedData);
    }

    [Fact]
    public void Read_RedactedThinking_IsMarked()
    {
        var thinking = Assert.IsType<TextReasoningContent>(ReadBlocks("""[{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"a"}]""").Messages[0].Contents[0]);

        Assert.Equal("blob", thinking.ProtectedData);
        Assert.Equal(true, thinking.AdditionalProperties![AnthropicMarks.Redacted]);
    }

    [Fact]
    public void Read_ServerToolBlocks_AreKeptRaw()
    {
        const string block = """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}}""";

        var content = ReadBlocks("[" + block + "]").Messages[0].Contents[0];

        Assert.Equal(typeof(AIContent), content.GetType());
        Assert.Equal(block, Assert.IsType<JsonElement>(content.RawRepresentation).GetRawText());
        Assert.Equal(block, Assert.IsType<JsonElement>(content.AdditionalProperties!["anthropic.block"]).GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"char_location","cited_text":"c","document_index":0,"document_title":"Doc","start_char_index":0,"end_char_index":1,"file_id":"file_1"}""", "Doc", null)]
    [InlineData("""{"type":"page_location","cited_text":"c","document_index":0,"document_title":"Doc","start_page_number":1,"end_page_number":2}""", "Doc", null)]
    [InlineData("""{"type":"content_block_location","cited_text":"c","document_index":0,"document_title":null,"start_block_index":0,"end_block_index":1}""", null, null)]
    [InlineData("""{"type":"search_result_location","cited_text":"c","search_result_index":0,"source":"https://example.com/s","title":"Hit","start_block_index":0,"end_block_index":1}""", "Hit", "https://example.com/s")]
    [InlineData("""{"type":"web_search_result_location","cited_text":"c","url":"https://example.com/w","title":"Page","encrypted_index":"e"}""", "Page", "https://example.com/w")]
    public void Read_Citations_AreAnnotations(string citation, string? title, string? url)
    {
        var text = ReadBlocks($$"""[{"type":"text","text":"a","citations":[{{citation}}]}]""").Messages[0].Contents[0];

        var annotation = Assert.IsType<CitationAnnotation>(Assert.Single(text.Annotations!));
        Assert.Equal("c", annotation.Snippet);
        Assert.Equal(title, annotation.Title);
        Assert.Equal(url, annotation.Url?.OriginalString);
    }

    [Fact]
    public void Read_Usage_AddsWhatTheProviderCountsApart()
    {
        var response = Read(
            """
            {"id":"m","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":3000,
             "cache_creation":{"ephemeral_5m_input_tokens":150,"ephemeral_1h_input_tokens":50},"output_tokens":40,"output_tokens_details":{"thinking_tokens":25},
             "server_tool_use":{"web_search_requests":2,"web_fetch_requests":1},"iterations":[{"input_tokens":1}],"other":null}}
            """);

        var usage = response.Usage!;
        Assert.Equal(3210, usage.InputTokenCount);
        Assert.Equal(3000, usage.CachedInputTokenCount);
        Assert.Equal(40, usage.OutputTokenCount);
        Assert.Equal(25, usage.ReasoningTokenCount);
        Assert.Equal(3250, usage.TotalTokenCount);
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["cache_creation_input_tokens"] = 200,
                ["cache_creation.ephemeral_5m_input_tokens"] = 150,
                ["cache_creation.ephemeral_1h_input_tokens"] = 50,
                ["server_tool_use.web_search_requests"] = 2,
                ["server_tool_use.web_fetch_requests"] = 1,
            },
            usage.AdditionalCounts!.ToDictionary(static count => count.Key, static count => count.Value));
        Assert.IsType<JsonElement>(response.AdditionalProperties!["usage.iterations"]);
    }

    [Fact]
    public void Read_WithoutUsage_ReportsNone() => Assert.Null(Read("""{"content":[{"type":"text","text":"a"}],"stop_reason":"end_turn"}""").Usage);

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a"}""")]
    [InlineData("<html>")]
    public void Read_BrokenJson_IsNoAnswer(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));
}
