using System.Text.Json;
using OneApi.Client.Replay.Tests.Oracle;
using Xunit;

namespace OneApi.Client.Replay.Tests.SelfTests;

/// <summary>The oracle against the examples of the protocol pages, with expectations worked out by hand.</summary>
public sealed class OracleTests
{
    private const string OpenAIStream = """
        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_country","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"BEZvnVuFF"}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"eRjR"}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null,"obfuscation":"N9cT"}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[],"usage":{"prompt_tokens":398,"completion_tokens":10,"total_tokens":408,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"obfuscation":"T3AOhzO9FQxEX"}

        data: [DONE]


        """;

    private const string AnthropicStream = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_01A","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":633,"cache_creation_input_tokens":7,"cache_read_input_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":0},"output_tokens":22,"service_tier":"standard","inference_geo":"not_available"}}    }

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
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":634,"output_tokens":75}               }

        event: message_stop
        data: {"type":"message_stop"          }


        """;

    private const string GeminiStream = """
        data: {"candidates": [{"content": {"parts": [{"text": "Hel"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 48,"totalTokenCount": 48,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 48}],"serviceTier": "standard"},"modelVersion": "gemini-2.5-flash","responseId": "Ub-FarbpCtHmnsEP"}

        data: {"candidates": [{"content": {"parts": [{"functionCall": {"name": "best_language","args": {}},"thoughtSignature": "CmIB"}],"role": "model"},"finishReason": "STOP","index": 0,"finishMessage": "Model generated function call(s)."}],"usageMetadata": {"promptTokenCount": 48,"candidatesTokenCount": 14,"totalTokenCount": 123,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 48}],"thoughtsTokenCount": 61,"serviceTier": "standard"},"modelVersion": "gemini-2.5-flash","responseId": "Ub-FarbpCtHmnsEP"}


        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void ChatStream_OfOpenAIsPage(string lineEnd)
    {
        var expected = ChatCompletionsOracle.Stream("openai", OpenAIStream.ReplaceLineEndings(lineEnd));

        AssertCall(expected, "get_country", "{}");
        Assert.Equal(("", "", "tool_calls"), (expected.Text, expected.Reasoning, expected.FinishReason));
        Assert.Equal((398L, 10L, 408L, 0L, 0L), Counts(expected));
        Assert.Empty(expected.Errors);
    }

    [Fact]
    public void ChatStream_CutBeforeItsEnd_IsAProtocolViolation()
    {
        var cut = OpenAIStream[..OpenAIStream.IndexOf("\"finish_reason\":\"tool_calls\"", StringComparison.Ordinal)];

        Assert.Equal(["ProtocolViolation"], ChatCompletionsOracle.Stream("openai", cut[..cut.LastIndexOf("data:", StringComparison.Ordinal)]).Errors);
    }

    [Fact]
    public void ChatStream_OfGroqsError_KeepsWhatCameBefore()
    {
        var expected = ChatCompletionsOracle.Stream("groq", """
            data: {"choices":[{"index":0,"delta":{"reasoning":"We","channel":"analysis"},"finish_reason":null}]}

            event: error
            data: {"error":{"message":"Tool choice is required, but model did not call a tool","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"","status_code":400}}


            """);

        Assert.Equal(["ProtocolViolation"], expected.Errors);
        Assert.Equal("We", expected.Reasoning);
    }

    [Fact]
    public void ChatStream_OfGroq_TakesUsageFromItsOwnMember()
    {
        var expected = ChatCompletionsOracle.Stream("groq", """
            data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}}

            data: [DONE]


            """);

        Assert.Equal((3L, 2L, 5L), (expected.Input, expected.Output, expected.Total));
    }

    [Fact]
    public void ChatStream_OfOpenRouter_FinishesTwice_AndTokenLimitIsLength()
    {
        var expected = ChatCompletionsOracle.Stream("openrouter", """
            : OPENROUTER PROCESSING

            data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"","reasoning":"We","reasoning_details":[{"type":"reasoning.text","text":"We","index":0}]},"finish_reason":"length"}]}

            data: {"id":"gen-1","error":{"code":400,"message":"Token limit reached"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],"usage":{"prompt_tokens":43,"completion_tokens":10,"total_tokens":53}}

            data: [DONE]


            """);

        Assert.Equal(("We", "length"), (expected.Reasoning, expected.FinishReason));
        Assert.Equal((43L, 10L, 53L), (expected.Input, expected.Output, expected.Total));
        Assert.Empty(expected.Errors);
    }

    [Fact]
    public void ChatStream_OfPerplexity_LastUsageWins_AndNeedsNoDone()
    {
        var expected = ChatCompletionsOracle.Stream("perplexity", """
            data: {"usage":{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11},"choices":[{"index":0,"message":{"content":"San"},"delta":{"content":"San"}}]}

            data: {"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12},"object":"chat.completion.done","choices":[{"index":0,"message":{"content":"San F"},"delta":{"content":" F"},"finish_reason":"stop"}]}


            """);

        Assert.Equal(("San F", "stop", 12L), (expected.Text, expected.FinishReason, expected.Total));
        Assert.Empty(expected.Errors);
    }

    [Fact]
    public void ChatStream_OfMistral_ThinksInAnArray_AndCallsWhole()
    {
        var expected = ChatCompletionsOracle.Stream("mistral", """
            data: {"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Okay"}]}]},"finish_reason":null}]}

            data: {"choices":[{"index":0,"delta":{"content":"Hi","tool_calls":[{"id":"g6fVbXS8K","type":"function","function":{"name":"weather","arguments":"{\"latitude\": \"52.5200\"}"},"index":0}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":159,"total_tokens":187,"completion_tokens":28,"prompt_tokens_details":{"cached_tokens":128}},"p":"a"}

            data: [DONE]


            """);

        Assert.Equal(("Hi", "Okay"), (expected.Text, expected.Reasoning));
        AssertCall(expected, "weather", """{"latitude":"52.5200"}""");
        Assert.Equal(128, expected.Cached);
    }

    [Fact]
    public void ChatStream_WithoutIndexes_OpensACallForEachNewId()
    {
        var expected = ChatCompletionsOracle.Stream("openai", """
            data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"one","arguments":"{\"x\":"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"ONE","arguments":"1}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"two","arguments":"{oops"}}]},"finish_reason":"tool_calls"}]}


            """);

        Assert.Equal(["one", "two"], expected.Calls.Select(call => call.Name));
        Assert.Equal("""{"x":1}""", expected.Calls[0].Arguments!.ToJsonString());
        Assert.Null(expected.Calls[1].Arguments);
    }

    [Fact]
    public void Chat_OfXai_AddsReasoningToOutput_UnlessTheTotalIsThere()
    {
        Assert.Equal((12L, 291L, 303L, 11L, 290L), Counts(Chat("xai", """
            {"choices":[{"index":0,"message":{"content":"ok","reasoning_content":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,"prompt_tokens_details":{"cached_tokens":11},"completion_tokens_details":{"reasoning_tokens":290}}}
            """)));
        Assert.Equal((12L, 291L, 303L, 11L, 290L), Counts(Chat("xai", """
            {"choices":[{"index":0,"message":{"content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":291,"total_tokens":303,"prompt_tokens_details":{"cached_tokens":11},"completion_tokens_details":{"reasoning_tokens":290}}}
            """)));
    }

    [Fact]
    public void Chat_Refusal_IsAnAnswer_AndTheFirstChoiceCounts()
    {
        var expected = Chat("openai", """
            {"choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I can't."},"finish_reason":"stop"},{"index":1,"message":{"content":"other"},"finish_reason":"length"}]}
            """);

        Assert.Equal(("", "I can't.", "stop"), (expected.Text, expected.Refusal, expected.FinishReason));
        Assert.Empty(expected.Errors);
    }

    [Theory]
    [InlineData("""{"choices":[]}""", "EmptyResponse")]
    [InlineData("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}""", "EmptyResponse")]
    [InlineData("""{"choices":[{"content_filter_results":{},"finish_reason":"content_filter","index":0}]}""", "ContentFiltered")]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}""", null)]
    [InlineData("""{"choices":[{"message":{"content":""},"finish_reason":"length"}]}""", null)]
    public void Chat_WithNothingInIt(string body, string? error) => Assert.Equal(error is null ? [] : [error], Chat("openai", body).Errors);

    [Fact]
    public void MessagesStream_OfAnthropicsPage_UsageIsReplaced_AndCacheCounts()
    {
        var expected = MessagesOracle.Stream(AnthropicStream);

        AssertCall(expected, "weather", """{"city":"Paris"}""");
        Assert.Equal("tool_calls", expected.FinishReason);
        Assert.Equal((661L, 75L, 736L, 20L), (expected.Input, expected.Output, expected.Total, expected.Cached));
        Assert.Null(expected.ReasoningTokens);
    }

    [Fact]
    public void MessagesStream_WithAnErrorEvent_OrCut()
    {
        var begun = AnthropicStream[..AnthropicStream.IndexOf("event: message_delta", StringComparison.Ordinal)];

        Assert.Equal(["ProtocolViolation"], MessagesOracle.Stream(begun).Errors);
        Assert.Equal(["ProviderUnavailable"], MessagesOracle.Stream(begun + """
            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


            """).Errors);
    }

    [Fact]
    public void Messages_OfAnthropicsPage_ServerToolsAreNoCalls()
    {
        using var body = JsonDocument.Parse("""
            {"content":[{"type":"thinking","thinking":"hm","signature":"Eq"},{"type":"server_tool_use","id":"s","name":"web_search","input":{"q":1}},{"type":"text","text":"Hi"},
             {"type":"tool_use","id":"toolu_01A","name":"weather","input":{"city":"Paris"},"caller":{"type":"direct"}}],
             "stop_reason":"tool_use","usage":{"input_tokens":633,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":75,"output_tokens_details":{"thinking_tokens":5}}}
            """);

        var expected = MessagesOracle.Whole(body.RootElement);

        Assert.Equal(("Hi", "hm"), (expected.Text, expected.Reasoning));
        AssertCall(expected, "weather", """{"city":"Paris"}""");
        Assert.Equal((633L, 75L, 708L, 0L, 5L), Counts(expected));
    }

    [Fact]
    public void GenerateContentStream_OfGeminisPage_StopWithCallsIsToolCalls()
    {
        var expected = GenerateContentOracle.Stream(GeminiStream.ReplaceLineEndings("\r\n"));

        Assert.Equal(("Hel", "tool_calls"), (expected.Text, expected.FinishReason));
        AssertCall(expected, "best_language", "{}");
        Assert.Equal((48L, 75L, 123L, 61L), (expected.Input, expected.Output, expected.Total, expected.ReasoningTokens));
        Assert.Null(expected.Cached);
    }

    [Fact]
    public void GenerateContentStream_PutsArgumentsTogetherByPath()
    {
        var expected = GenerateContentOracle.Stream("""
            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"cook","willContinue":true},"thoughtSignature":"C"}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.r.steps[0].t","stringValue":"a","willContinue":true}],"willContinue":true}}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.r.steps[0].t","stringValue":"b"},{"jsonPath":"$.r.n","numberValue":2}],"willContinue":true}}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{}}]},"finishReason":"STOP"}]}


            """);

        AssertCall(expected, "cook", """{"r":{"steps":[{"t":"ab"}],"n":2}}""");
    }

    [Theory]
    [InlineData("""{"candidates":[{"content":{},"finishReason":"SAFETY"}]}""", "ContentFiltered")]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}""", "ContentFiltered")]
    [InlineData("""{"candidates":[{"content":{},"finishReason":"OTHER"}]}""", "EmptyResponse")]
    [InlineData("""{"candidates":[{"content":{},"finishReason":"MAX_TOKENS"}]}""", null)]
    public void GenerateContent_WithNothingInIt(string text, string? error)
    {
        using var body = JsonDocument.Parse(text);

        Assert.Equal(error is null ? [] : [error], GenerateContentOracle.Whole(body.RootElement).Errors);
    }

    [Theory]
    [InlineData("openai", 401, """{"detail":"Invalid API Key"}""", "Authentication")]
    [InlineData("openai", 401, """{"error":{"message":"x","type":"authentication_error","param":null,"code":"invalid_request_error"}}""", "Authentication")]
    [InlineData("openai", 400, """{"error":{"message":"x","type":"too_many_prompt_tokens","code":400}}""", "ContextLengthExceeded")]
    [InlineData("anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 3333404 tokens > 200000 maximum"}}""", "ContextLengthExceeded")]
    [InlineData("gemini", 400, """{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""", "Authentication")]
    [InlineData("gemini", 429, """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"X-PerDay-Y"}]}]}}""", "QuotaExhausted")]
    public void Errors_OfThePages(string wire, int status, string text, string kind)
    {
        using var body = JsonDocument.Parse(text);

        Assert.Equal([kind], ErrorOracle.Kinds(wire, status, body.RootElement));
    }

    [Fact]
    public void RetryAfter_OfGoogle_AndOfAzure()
    {
        using var google = JsonDocument.Parse("""{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""");
        using var azure = JsonDocument.Parse("""{"error":{"code":"RateLimitReached"}}""");

        Assert.Equal(TimeSpan.FromSeconds(34.4), ErrorOracle.RetryAfter(new Dictionary<string, string>(), google.RootElement));
        Assert.Equal(TimeSpan.FromSeconds(1), ErrorOracle.RetryAfter(new Dictionary<string, string> { ["retry-after"] = "1", ["retry-after-ms"] = "0" }, azure.RootElement));
    }

    [Fact]
    public void Embeddings_AsNumbersAndAsBase64_InOrderOfIndex()
    {
        using var body = JsonDocument.Parse("""{"data":[{"index":1,"embedding":[0.5,-2]},{"index":0,"embedding":"AACAPwAAAMA="}],"usage":{"prompt_tokens":4,"total_tokens":4}}""");

        var expected = EmbeddingsOracle.OpenAI(body.RootElement);

        Assert.Equal([[1f, -2f], [0.5f, -2f]], expected.Vectors);
        Assert.Equal((4L, 4L), (expected.Input, expected.Total));
    }

    private static Expected Chat(string provider, string text)
    {
        using var body = JsonDocument.Parse(text);

        return ChatCompletionsOracle.Whole(provider, body.RootElement);
    }

    private static void AssertCall(Expected expected, string name, string arguments)
    {
        var call = Assert.Single(expected.Calls);
        Assert.Equal((name, arguments), (call.Name, call.Arguments!.ToJsonString()));
    }

    private static (long?, long?, long?, long?, long?) Counts(Expected expected) => (expected.Input, expected.Output, expected.Total, expected.Cached, expected.ReasoningTokens);
}
