using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

public sealed class MessagesAnswerTests
{
    [Fact]
    public void WriteAnswer_Text_IsAMessage()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "Grüße 😀"))
        {
            ResponseId = "chatcmpl-1",
            ModelId = "gpt-4o",
            FinishReason = ChatFinishReason.Stop,
            Usage = new() { InputTokenCount = 100, CachedInputTokenCount = 30, OutputTokenCount = 5, AdditionalCounts = new() { [UsageCounts.CacheWrites] = 20 } },
        };

        AssertJson(
            """{"id":"chatcmpl-1","type":"message","role":"assistant","model":"gpt-4o","content":[{"type":"text","text":"Grüße 😀"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":5}}""",
            Answer(response));
        Assert.Contains("Grüße", Text(output => Dialect.WriteAnswer(output, response, ReadSettings("\"stream\":false"))), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteAnswer_WithoutAnId_MakesOneOfTheVendorsForm() =>
        Assert.StartsWith("msg_", Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "x")))["id"]!.GetValue<string>(), StringComparison.Ordinal);

    [Fact]
    public void WriteAnswer_WithoutAModel_NamesTheAskedOne() => Assert.Equal("claude-haiku-4-5", Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "x")))["model"]!.GetValue<string>());

    [Fact]
    public void WriteAnswer_Call_HasItsInputAsAnObject() => AssertJson(
        """[{"type":"tool_use","id":"call_1","name":"f","input":{"a":1,"b":null,"c":[true],"d":"x"},"caller":{"type":"direct"}}]""",
        Answer(new FunctionCallContent("call_1", "f", new Dictionary<string, object?> { ["a"] = 1, ["b"] = null, ["c"] = JsonElement.Parse("[true]"), ["d"] = "x" }))["content"]);

    [Fact]
    public void WriteAnswer_CallOfAProgram_NamesItAsItsMakerDid() => AssertJson(
        """[{"type":"tool_use","id":"call_1","name":"f","input":{},"caller":{"type":"code_execution_20250825","tool_id":"srvtoolu_1"}}]""",
        Answer(new FunctionCallContent("call_1", "f") { AdditionalProperties = new() { ["anthropic.caller"] = JsonElement.Parse("""{"type":"code_execution_20250825","tool_id":"srvtoolu_1"}""") } })["content"]);

    [Fact]
    public void WriteAnswer_UnreadableArguments_AreAnEmptyObject() => AssertJson(
        """[{"type":"tool_use","id":"call_1","name":"f","input":{},"caller":{"type":"direct"}}]""",
        Answer(new FunctionCallContent("call_1", "f") { Exception = new InvalidOperationException("broken"), RawRepresentation = "{\"a" })["content"]);

    [Fact]
    public void WriteAnswer_CallOfTheServersOwn_IsNotShown() =>
        AssertJson("""[{"type":"text","text":"x"}]""", Answer(new FunctionCallContent("1", "search") { InformationalOnly = true }, new TextContent("x"))["content"]);

    [Fact]
    public void WriteAnswer_Thought_HasASignatureOnlyWhereItIsOfTheWire()
    {
        var own = new TextReasoningContent("hm") { ProtectedData = "sig", AdditionalProperties = new() { ["oneapi.provider"] = "anthropic", ["anthropic.signed"] = true } };
        var redacted = new TextReasoningContent("") { ProtectedData = "blob", AdditionalProperties = new() { ["anthropic.redacted"] = true, ["anthropic.signed"] = true } };
        var other = new TextReasoningContent("so") { ProtectedData = "gemini's", AdditionalProperties = new() { ["oneapi.provider"] = "gemini" } };
        var carrier = new TextReasoningContent("") { ProtectedData = "gemini's" };

        AssertJson(
            """[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},{"type":"thinking","thinking":"so","signature":""}]""",
            Answer(own, redacted, other, carrier)["content"]);
    }

    [Fact]
    public void WriteAnswer_Citations_GoAsTheyCameOrAsLinks()
    {
        var own = JsonElement.Parse("""{"type":"char_location","cited_text":"c","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":1}""");
        var text = new TextContent("It rains.")
        {
            Annotations =
            [
                new CitationAnnotation { AdditionalProperties = new() { ["anthropic.citation"] = own } },
                new CitationAnnotation { Url = new("https://example.com/a"), Title = "T", Snippet = "s" },
                new CitationAnnotation { Title = "nowhere" },
            ],
        };

        AssertJson(
            $$"""[{"type":"text","text":"It rains.","citations":[{{own.GetRawText()}},{"type":"web_search_result_location","cited_text":"s","url":"https://example.com/a","title":"T","encrypted_index":""}]}]""",
            Answer(text)["content"]);
    }

    [Theory]
    [InlineData("stop", false, "end_turn")]
    [InlineData("stop", true, "tool_use")]
    [InlineData("length", false, "max_tokens")]
    [InlineData("length", true, "max_tokens")]
    [InlineData("tool_calls", true, "tool_use")]
    [InlineData("content_filter", false, "refusal")]
    [InlineData("something_else", false, "end_turn")]
    [InlineData(null, false, "end_turn")]
    [InlineData(null, true, "tool_use")]
    public void WriteAnswer_FinishReason_IsTheStopReason(string? finish, bool hasCall, string expected)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, hasCall ? [new FunctionCallContent("1", "f")] : [new TextContent("x")])) { FinishReason = finish is null ? null : new(finish) };

        Assert.Equal(expected, Answer(response)["stop_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("stop_reason", "pause_turn", "pause_turn", null)]
    [InlineData("stop_sequence", "END", "stop_sequence", "END")]
    public void WriteAnswer_TheProvidersWord_SaysMore(string property, string value, string reason, string? sequence)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "x")) { FinishReason = ChatFinishReason.Stop, AdditionalProperties = new() { [property] = JsonElement.Parse($"\"{value}\"") } };
        var answer = Answer(response);

        Assert.Equal((reason, sequence), (answer["stop_reason"]!.GetValue<string>(), answer["stop_sequence"]?.GetValue<string>()));
    }

    [Fact]
    public void WriteAnswer_Refusal_IsItsText() =>
        AssertJson("""[{"type":"text","text":"I won't."}]""", Answer(new ErrorContent("I won't.") { ErrorCode = "Refusal" })["content"]);

    [Fact]
    public void WriteCount_IsTheNumber() => AssertJson("""{"input_tokens":14}""", Json(static output => OneApi.Client.AspNetCore.Dialects.Messages.MessagesTokenCount.Write(output, 14)));

    [Fact]
    public void ReadCount_NeedsNoLimit()
    {
        var body = OneApi.Client.AspNetCore.Dialects.Messages.MessagesTokenCount.Read("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}"""u8.ToArray());

        Assert.Equal(("m", null), (body.Options.ModelId, body.Options.MaxOutputTokens));
    }
}
