using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>The writer of whole answers.</summary>
public sealed class ChatAnswerTests
{
    [Theory]
    [InlineData("cache_creation_input_tokens", 9, """{"cached_tokens":1,"cache_write_tokens":9}""")] // Anthropic's and Qwen's name
    [InlineData("prompt_tokens_details.cache_write_tokens", 9, """{"cached_tokens":1,"cache_write_tokens":9}""")]
    [InlineData("cache_creation_input_tokens", 0, """{"cached_tokens":1}""")]
    public void Write_TokensThatACacheWasGiven_AreToldInThisWiresWord(string name, int count, string expected)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "a")) { ModelId = "m", Usage = new() { InputTokenCount = 30, OutputTokenCount = 2, CachedInputTokenCount = 1, AdditionalCounts = new() { [name] = count } } };

        AssertJson(expected, Answer(response)["usage"]!["prompt_tokens_details"]!);
    }

    [Fact]
    public void Text_IsAChatCompletion()
    {
        var answer = Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi"))
        {
            ResponseId = "chatcmpl-9",
            ModelId = "gpt-x",
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            FinishReason = ChatFinishReason.Length,
            Usage = new() { InputTokenCount = 3, OutputTokenCount = 2, TotalTokenCount = 5, CachedInputTokenCount = 1, ReasoningTokenCount = 1, AdditionalCounts = new() { ["prompt_tokens_details.audio_tokens"] = 7, ["other"] = 8 } },
            AdditionalProperties = new() { ["service_tier"] = JsonElement.Parse("\"default\""), ["system_fingerprint"] = JsonElement.Parse("\"fp_1\""), ["private"] = JsonElement.Parse("1") },
        });

        AssertJson(
            """
            {"id":"chatcmpl-9","object":"chat.completion","created":1700000000,"model":"gpt-x",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,"finish_reason":"length"}],
             "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":1,"audio_tokens":7},"completion_tokens_details":{"reasoning_tokens":1}},
             "service_tier":"default","system_fingerprint":"fp_1"}
            """,
            answer);
    }

    [Fact]
    public void NothingSaidOfItself_IsFilledIn()
    {
        var answer = Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")));

        Assert.StartsWith("chatcmpl-", answer["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((Now.ToUnixTimeSeconds(), "m"), (answer["created"]!.GetValue<long>(), answer["model"]!.GetValue<string>()));
        Assert.Equal("stop", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.False(answer.AsObject().ContainsKey("usage"));
    }

    [Fact]
    public void Calls_HaveNoContentAndTheirReason()
    {
        var choice = Answer(new TextContent(""), new FunctionCallContent("call_1", "f", new Dictionary<string, object?> { ["a"] = JsonElement.Parse("1.50"), ["b"] = null, ["c"] = "ä" }), new FunctionCallContent("call_2", "g"))["choices"]![0]!;

        AssertJson(
            """{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1.50,\"b\":null,\"c\":\"ä\"}"}},{"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]}""",
            choice["message"]);
        Assert.Equal("tool_calls", choice["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public void ArgumentsThatAreNoJson_GoOutAsTheyCame()
    {
        var call = new FunctionCallContent("call_1", "f") { Exception = new InvalidOperationException("x"), RawRepresentation = "{\"a\":" };

        Assert.Equal("{\"a\":", Answer(call)["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public void CallsThatAServerAnswered_AreNotTheCallers() =>
        Assert.False(Answer(new TextContent("x"), new FunctionCallContent("s", "search") { InformationalOnly = true })["choices"]![0]!["message"]!.AsObject().ContainsKey("tool_calls"));

    [Fact]
    public void Refusal_StandsInItsPlace() =>
        AssertJson("""{"role":"assistant","content":null,"refusal":"No."}""", Answer(new ErrorContent("No.") { ErrorCode = "Refusal" })["choices"]![0]!["message"]);

    [Fact]
    public void Speech_HasItsWordsAsTranscript() =>
        AssertJson(
            """{"role":"assistant","content":null,"refusal":null,"audio":{"id":"audio_1","data":"AQID","transcript":"Hi","expires_at":0}}""",
            Answer(new TextContent("Hi"), new DataContent(new byte[] { 1, 2, 3 }, "audio/wav") { AdditionalProperties = new() { ["openai.audio.id"] = "audio_1" } })["choices"]![0]!["message"]);

    [Fact]
    public void Pictures_StandBesideTheContent() =>
        AssertJson(
            """{"role":"assistant","content":"Look","refusal":null,"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}""",
            Answer(new TextContent("Look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://example.com/a.png", "image/*"))["choices"]![0]!["message"]);

    [Fact]
    public void Reasoning_IsToldWithWhatItsProviderWantsBack() =>
        AssertJson(
            """{"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm, so","reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}""",
            Answer(new TextReasoningContent("hm, "), new TextReasoningContent("so") { ProtectedData = """[{"type":"reasoning.encrypted","data":"x"}]""" }, new TextContent("Hi"))["choices"]![0]!["message"]);

    [Fact]
    public void SignaturesOfOtherWires_AreNotTold() =>
        AssertJson("""{"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm"}""", Answer(new TextReasoningContent("hm") { ProtectedData = "EqFake" }, new TextContent("Hi"))["choices"]![0]!["message"]);

    [Fact]
    public void Citations_OfAddresses_AreAnnotations()
    {
        var text = new TextContent("Hi")
        {
            Annotations =
            [
                new CitationAnnotation { Url = new("https://example.com"), Title = "T", AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 0, EndIndex = 2 }] },
                new CitationAnnotation { Title = "a file" },
            ],
        };

        AssertJson("""[{"type":"url_citation","url_citation":{"start_index":0,"end_index":2,"title":"T","url":"https://example.com"}}]""", Answer(text)["choices"]![0]!["message"]!["annotations"]);
    }

    [Fact]
    public void SeveralMessages_AreOne()
    {
        var response = new ChatResponse([new(ChatRole.Assistant, "One, "), new(ChatRole.Tool, [new FunctionResultContent("s", "secret")]), new(ChatRole.Assistant, "two.")]);

        Assert.Equal("One, two.", Answer(response)["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("insufficient_system_resource", "insufficient_system_resource")]
    public void Finish_IsTheProvidersWord(string word, string expected) =>
        Assert.Equal(expected, Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")) { FinishReason = new(word) })["choices"]![0]!["finish_reason"]!.GetValue<string>());
}
