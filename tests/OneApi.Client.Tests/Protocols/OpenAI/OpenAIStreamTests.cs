using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>What a stream's chunks make (protocols/openai.md §6, openai-compatible.md §1, other-openai-compatible-cn.md §0 and §6).</summary>
public class OpenAIStreamTests
{
    private const string Usage = ""","usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}""";

    private static string Empty(string others) => $$"""{"id":"r1","model":"m1","choices":[]{{others}}}""";

    [Fact]
    public void Contract_OfEveryUpdate()
    {
        var updates = Updates("openai", Chunk("""{"role":"assistant","content":""}"""), Chunk(Text("Hel")), Chunk(Text("lo")), Chunk("{}", "stop"), Empty(Usage), Done);

        Assert.Equal(3, updates.Count);
        Assert.All(updates, static update => Assert.Equal((ChatRole.Assistant, "r1", "r1", "m1", 1759436803L), (update.Role, update.ResponseId, update.MessageId, update.ModelId, update.CreatedAt?.ToUnixTimeSeconds())));
        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(static update => update.FinishReason));
        Assert.Equal(7, Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details.TotalTokenCount);
    }

    [Fact]
    public void PagesSample_IsOneCall()
    {
        var response = Stream(PageSample.Events);

        var call = Assert.Single(Calls(response));
        Assert.Equal(("call_1", "get_country", "{}"), (call.CallId, call.Name, Arguments(call)));
        Assert.Equal((ChatFinishReason.ToolCalls, 398L, 10L, 408L), (response.FinishReason, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":""}""")]
    [InlineData("""{"role":"assistant","content":null}""")]
    [InlineData("""{"role":""}""")]
    [InlineData("""{"tool_calls":null}""")]
    [InlineData("""{"tool_calls":[]}""")]
    [InlineData("""{"tool_calls":[{}]}""")]
    [InlineData("""{"tool_calls":[null]}""")]
    [InlineData("""{"tool_calls":[{"index":0}]}""")]
    [InlineData("""{"function_call":null}""")]
    [InlineData("""{"reasoning_content":"","reasoning":null,"reasoning_details":[]}""")]
    [InlineData("""{"refusal":null,"audio":null,"annotations":[],"images":null}""")]
    [InlineData("""{"content":[]}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    public void ChunksWithoutContent_AreNoContent(string delta)
    {
        var reader = new OpenAIStreamReader(Endpoint);

        Assert.Null(reader.Read("message", Encoding.UTF8.GetBytes(Chunk(delta))));
        Assert.False(reader.HasContent);
        Assert.Equal(OneApiErrorKind.EmptyResponse, StreamFails("openai", Chunk(delta), Chunk("{}", "stop"), Done).Kind);
    }

    [Theory]
    [InlineData("""{"content":"x"}""", true)]
    [InlineData("""{"reasoning_content":"x"}""", true)]
    [InlineData("""{"refusal":"x"}""", true)]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c"}]}""", true)]
    [InlineData("""{"tool_calls":[{"index":0,"function":{"name":"f"}}]}""", true)]
    [InlineData("""{"function_call":{"name":"f"}}""", true)]
    public void FirstContent_CommitsTheStream_AtOnce(string delta, bool committed)
    {
        var reader = new OpenAIStreamReader(Endpoint);

        var update = reader.Read("message", Encoding.UTF8.GetBytes(Chunk(delta)));

        Assert.Equal(committed, reader.HasContent);
        Assert.NotNull(update);
        Assert.Equal(ChatRole.Assistant, update.Role);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":[null,1,"x",[]]}""")]
    [InlineData("""{"choices":[{}]}""")]
    [InlineData("""{"choices":[{"index":0}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":null,"finish_reason":""}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"null"}],"usage":null}""")]
    [InlineData("""{"choices":[{"content_filter_results":{},"content_filter_offsets":{"check_offset":1}}]}""")]
    [InlineData("""{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false}}}]}""")]
    [InlineData("""{"object":"ping","type":"ping"}""")]
    public void ChunksOfOddShape_DoNoHarm(string chunk)
    {
        var response = Stream(chunk, Chunk(Text("Hi")), chunk, Chunk("{}", "stop"), chunk, Done);

        Assert.Equal(("Hi", "r1", "m1", ChatFinishReason.Stop), (response.Text, response.ResponseId, response.ModelId, response.FinishReason));
    }

    [Fact]
    public void IdAndModel_OfTheFirstChunkThatNamesThem_Hold()
    {
        var response = Stream(
            """{"id":"","model":"","choices":[]}""",
            """{"id":"a","model":"","created":1759436803,"choices":[{"index":0,"delta":{"content":"x"}}]}""",
            """{"id":"b","model":"m","created":1759436999,"choices":[{"index":0,"delta":{"content":"y"},"finish_reason":"stop"}]}""");

        Assert.Equal(("xy", "a", "m", 1759436803L), (response.Text, response.ResponseId, response.ModelId, response.CreatedAt?.ToUnixTimeSeconds()));
    }

    [Fact]
    public void WithoutAnId_OneIsMade_ForAllUpdates()
    {
        var updates = Updates("openai", """{"choices":[{"delta":{"content":"x"}}]}""", """{"choices":[{"delta":{"content":"y"},"finish_reason":"stop"}]}""");

        Assert.StartsWith("resp_", updates[0].ResponseId, StringComparison.Ordinal);
        Assert.Single(updates.Select(static update => update.ResponseId).Distinct());
        Assert.Single(updates.Select(static update => update.MessageId).Distinct());
    }

    [Theory]
    [InlineData("""{"reasoning_content":"a"}""", "a")]
    [InlineData("""{"reasoning":"a"}""", "a")]
    [InlineData("""{"reasoning":"b","reasoning_content":"a"}""", "a")]
    [InlineData("""{"reasoning_content":"a","reasoning":"b"}""", "a")]
    [InlineData("""{"reasoning_content":"","reasoning":"a"}""", "a")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"a"}]}""", "a")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"a"},{"type":"reasoning.encrypted","data":"x"}]}""", "a")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"b"}],"reasoning":"a"}""", "a")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}]}""", "a")]
    [InlineData("""{"reasoning":{"steps":[]},"reasoning_content":"a"}""", "a")]
    public void Reasoning_ByPriority(string delta, string expected)
    {
        var response = Deltas(delta, Text("42"));

        Assert.Equal((expected, "42"), (Reasoning(response), response.Text));
    }

    [Fact]
    public void Reasoning_AndTextOfOneChunk_InThisOrder() =>
        Assert.Equal([typeof(TextReasoningContent), typeof(TextContent)], Deltas("""{"content":"t","reasoning":"r"}""").Messages[0].Contents.Select(static content => content.GetType()));

    [Fact]
    public void ThinkTags_AreLeftAlone() => Assert.Equal("<think>a</think>b", Deltas(Text("<thi"), Text("nk>a</th"), Text("ink>b")).Text);

    [Fact]
    public void ReasoningDetails_AreAssembled_AndBelongToTheirMaker()
    {
        var updates = Updates(
            "openrouter",
            Chunk("""{"reasoning":"Let ","reasoning_details":[{"type":"reasoning.text","text":"Let ","format":"anthropic-claude-v1","index":0}]}"""),
            Chunk("""{"reasoning":"me","reasoning_details":[{"type":"reasoning.text","text":"me","format":"anthropic-claude-v1","index":0}]}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":null,"signature":"sig","format":"anthropic-claude-v1","index":0}]}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"xyz","index":1}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]}""", "tool_calls"),
            Done);
        var response = updates.ToChatResponse();

        Assert.Equal("Let me", Reasoning(response));
        const string Details = """[{"type":"reasoning.text","text":"Let me","format":"anthropic-claude-v1","index":0,"signature":"sig"},{"type":"reasoning.encrypted","data":"xyz","index":1}]""";
        var expected = $$$"""[{"role":"assistant","content":null,"reasoning_details":{{{Details}}},"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]""";
        AssertJson(expected, Write(Request([.. response.Messages], endpoint: EndpointOf("openrouter")))["messages"]);
        Assert.False(Write(Request([.. response.Messages], endpoint: EndpointOf("minimax")))["messages"]![0]!.AsObject().ContainsKey("reasoning_details"));
    }

    [Fact]
    public void Details_WithoutText_AreKept()
    {
        var response = Updates("openrouter", Chunk("""{"content":"a","reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}"""), Chunk("{}", "stop"), Done).ToChatResponse();

        Assert.Equal(("a", ""), (response.Text, Reasoning(response)));
        Assert.Equal("""[{"type":"reasoning.encrypted","data":"x"}]""", response.Messages[0].Contents.OfType<TextReasoningContent>().Single().ProtectedData);
    }

    [Fact]
    public void Refusals_AreJoined_AndCountAsAnAnswer()
    {
        var response = Deltas("""{"refusal":"I "}""", """{"refusal":"can't"}""");

        var refusal = Assert.Single(response.Messages[0].Contents.OfType<ErrorContent>());
        Assert.Equal(("I can't", "Refusal", ChatFinishReason.Stop), (refusal.Message, refusal.ErrorCode, response.FinishReason));
    }

    [Fact]
    public void Audio_ComesInPieces_EachWithTheIdOfTheFirst()
    {
        var response = Deltas(
            """{"audio":{"id":"audio_1","transcript":""}}""", """{"audio":{"transcript":"He"}}""", """{"audio":{"transcript":"llo"}}""",
            """{"audio":{"data":"AQI="}}""", """{"audio":{"data":"AwQ="}}""", """{"audio":{"expires_at":1759440403}}""");

        Assert.Equal("Hello", response.Text);
        var pieces = response.Messages[0].Contents.OfType<DataContent>().ToArray();
        Assert.Equal(["AQI=", "AwQ="], pieces.Select(static piece => piece.Base64Data.ToString()));
        Assert.All(pieces, static piece => Assert.Equal(("audio/pcm", "audio_1"), (piece.MediaType, piece.AdditionalProperties!["openai.audio.id"])));
        AssertJson("""[{"role":"assistant","content":"Hello","audio":{"id":"audio_1"}}]""", Write(Request([.. response.Messages]))["messages"]);
    }

    [Fact]
    public void Images_AreDataOrAddresses()
    {
        var contents = Deltas("""{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}},{"image_url":"https://x.test/a.png"},{"image_url":{"url":"data:broken"}},{},{"image_url":null}]}""").Messages[0].Contents;

        Assert.Equal("image/png", Assert.IsType<DataContent>(contents[0]).MediaType);
        Assert.Equal("https://x.test/a.png", Assert.IsType<UriContent>(contents[1]).Uri.ToString());
        Assert.NotNull(contents[2].RawRepresentation);
    }

    [Fact]
    public void Annotations_AreCitations_OnAnEmptyTextAtTheEnd()
    {
        var response = Deltas(
            Text("see x"),
            """{"annotations":[{"type":"url_citation","url_citation":{"start_index":4,"end_index":5,"title":"T","url":"https://x.test/"}}]}""",
            """{"annotations":[{"type":"url_citation","url_citation":{"start_index":"4","url":"not an address"}},{"type":"file","file":{}},null]}""");

        var citations = response.Messages[0].Contents.Where(static content => content.Annotations is not null).SelectMany(static content => content.Annotations!).Cast<CitationAnnotation>().ToArray();
        Assert.Equal(2, citations.Length);
        Assert.Equal(("T", "https://x.test/"), (citations[0].Title, citations[0].Url?.ToString()));
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(citations[0].AnnotatedRegions!));
        Assert.Equal((4, 5), (region.StartIndex, region.EndIndex));
        Assert.Null(citations[1].Url);
        Assert.Equal("see x", response.Text);
    }

    [Fact]
    public void Sources_BesideTheChoices_AreCitations_OnceAndTheLast()
    {
        static string Sources(int count) => ",\"citations\":[\"https://c.test/\"],\"search_results\":[" + string.Join(',', Enumerable.Range(0, count).Select(static i => $$"""{"title":"T{{i}}","url":"https://x.test/{{i}}","snippet":"s"}""")) + "]";

        var response = Stream(Chunk(Text("a[1]"), null, Sources(1)), Chunk(Text("b[2]"), null, Sources(2)), Chunk("{}", "stop", Sources(2)));

        var citations = response.Messages[0].Contents.SelectMany(static content => content.Annotations ?? []).Cast<CitationAnnotation>();
        Assert.Equal(["T0 https://x.test/0 s", "T1 https://x.test/1 s"], citations.Select(static citation => $"{citation.Title} {citation.Url} {citation.Snippet}"));
    }

    [Fact]
    public void UnknownMembers_AreHandedOut_WhenTheyChange()
    {
        var updates = Updates(
            "openai",
            Chunk(Text("a"), null, ""","system_fingerprint":"fp","n":null"""),
            Chunk(Text("b"), null, ""","system_fingerprint":"fp" """),
            Chunk(Text("c"), null, ""","system_fingerprint":"fp2","x":{"y":[1]}"""),
            Chunk("{}", "stop"),
            Done);

        static string? Of(ChatResponseUpdate update) => update.AdditionalProperties is { } others ? string.Join(' ', others.Where(static pair => pair.Value is JsonElement).Select(static pair => pair.Key + "=" + pair.Value)) : null;
        Assert.Equal(["system_fingerprint=fp", null, """system_fingerprint=fp2 x={"y":[1]}""", null], updates.Select(Of));
    }

    [Fact]
    public void UnknownMembers_OfChoiceDeltaAndGroq_AreHandedOut()
    {
        var others = Updates(
            "groq",
            """{"id":"r","choices":[{"index":0,"delta":{"content":"a","channel":"analysis"},"native_finish_reason":"x"}],"x_groq":{"id":"req_1","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}}""",
            Chunk("{}", "stop"))[0].AdditionalProperties!;

        Assert.Equal(["channel", "native_finish_reason", "x_groq"], others.Where(static pair => pair.Value is JsonElement).Select(static pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MembersOfAnAnswer_DoNotGoBackOnItsMessage()
    {
        var message = Stream(Chunk(Text("a"), "stop", ""","system_fingerprint":"fp","service_tier":"default" """), Done).Messages[0];
        Assert.Equal("fp", message.AdditionalProperties!["system_fingerprint"]!.ToString());

        AssertMessages("""[{"role":"assistant","content":"a"}]""", message);
        message.AdditionalProperties["prefix"] = true;
        AssertMessages("""[{"role":"assistant","content":"a","prefix":true}]""", message);
    }

    [Theory]
    [InlineData(Usage, "", "")]
    [InlineData("", Usage, "")]
    [InlineData("", "", Usage)]
    [InlineData(""","usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}""", ""","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}""", Usage)]
    [InlineData(Usage, ""","usage":null""", ""","usage":{}""")]
    [InlineData("", ""","x_groq":{"id":"q","usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""", "")]
    public void Usage_WhereverItStands_TheLastOneHolds(string first, string finish, string after)
    {
        var updates = Updates("openai", Chunk(Text("a"), null, first), Chunk("{}", "stop", finish), Empty(after), Done);

        var usage = Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>()).Details;
        Assert.Equal((3L, 4L, 7L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public void Usage_InsideTheChoice() => Assert.Equal(
        172,
        Stream(Chunk(Text("a")), """{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":146,"completion_tokens":26,"total_tokens":172}}]}""", Done).Usage!.TotalTokenCount);

    [Fact]
    public void Usage_OnAChunkThatRepeatsTheFinish() => Assert.Equal(
        (708L, ChatFinishReason.Stop, "a"),
        (Stream(Chunk(Text("a")), Chunk("""{"content":""}""", "stop"), Chunk("""{"content":""}""", "stop", ""","usage":{"prompt_tokens":633,"completion_tokens":75,"total_tokens":708,"cost":0.001}"""), Done) is var response ? response.Usage!.TotalTokenCount : 0, response.FinishReason!.Value, response.Text));

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("model_length", "length")]
    [InlineData("max_output", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("sensitive", "content_filter")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    [InlineData("eos", "eos")]
    [InlineData("insufficient_system_resource", "insufficient_system_resource")]
    public void FinishReasons(string word, string expected)
    {
        Assert.Equal(expected, Stream(Chunk(Text("a")), Chunk("{}", word), Done).FinishReason!.Value.Value);
        Assert.Equal(expected, ReadMessage("""
            "content":"a"
            """, word).FinishReason!.Value.Value);
    }

    [Theory]
    [InlineData("stop", OneApiErrorKind.EmptyResponse)]
    [InlineData("tool_calls", OneApiErrorKind.EmptyResponse)]
    [InlineData("content_filter", OneApiErrorKind.ContentFiltered)]
    [InlineData("sensitive", OneApiErrorKind.ContentFiltered)]
    [InlineData("model_context_window_exceeded", OneApiErrorKind.ContextLengthExceeded)]
    [InlineData("insufficient_system_resource", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("error", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("abort", OneApiErrorKind.ProviderUnavailable)]
    public void FinishReasons_WithNothingSaid(string word, OneApiErrorKind kind)
    {
        Assert.Equal(kind, StreamFails("openai", Chunk("{}", word), Done).Kind);
        Assert.Equal(kind, Assert.Throws<OneApiException>(() => ReadMessage("""
            "content":""
            """, word)).Kind);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("network_error")]
    [InlineData("abort")]
    public void FinishReasons_ThatAreFaults_BreakTheAnswer(string word) => Assert.Equal(OneApiErrorKind.ProviderUnavailable, StreamFails("openai", Chunk(Text("a")), Chunk("{}", word), Done).Kind);

    [Fact]
    public void Length_WithNothingSaid_IsAnAnswer()
    {
        var response = Stream(Chunk("{}", "length"), Empty(Usage), Done);

        Assert.Equal((ChatFinishReason.Length, "", 4L), (response.FinishReason, response.Text, response.Usage!.OutputTokenCount));
    }

    [Fact]
    public void End_IsTheMarkOrAFinishReason()
    {
        Assert.Equal("a", Stream(Chunk(Text("a")), Done).Text);
        Assert.Equal("a", Stream(Chunk(Text("a")), Chunk("{}", "stop")).Text);
        Assert.Equal("a", Stream(Chunk(Text("a")), "  [DONE] ").Text);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, StreamFails("openai", Chunk(Text("a"))).Kind);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, StreamFails("openai", Chunk(Text("a")), Chunk("{}", "")).Kind);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, StreamFails("openai").Kind);
    }

    [Fact]
    public void Message_BesideTheDelta_IsNotRead() => Assert.Equal("ab", Stream(
        """{"choices":[{"index":0,"delta":{"content":"a"},"message":{"content":"a"}}]}""",
        """{"choices":[{"index":0,"message":{"content":"ab"},"delta":{"content":"b"},"finish_reason":"stop"}]}""").Text);

    [Fact]
    public void Message_AtTheEnd_IsNotSaidAgain()
    {
        var response = Updates(
            "minimax",
            """{"id":"02","choices":[{"index":0,"delta":{"content":"Hello","role":"assistant"}}],"created":1722829751,"model":"MiniMax-M1","object":"chat.completion.chunk","output_sensitive":false}""",
            """{"id":"02","choices":[{"finish_reason":"stop","index":0,"delta":{"content":"!","role":"assistant"}}],"object":"chat.completion.chunk"}""",
            """{"id":"02","choices":[{"finish_reason":"stop","index":0,"message":{"content":"Hello!","role":"assistant"}}],"object":"chat.completion","usage":{"total_tokens":73},"base_resp":{"status_code":0,"status_msg":""}}""").ToChatResponse();

        Assert.Equal(("Hello!", ChatFinishReason.Stop, 73L, null), (response.Text, response.FinishReason, response.Usage!.TotalTokenCount, response.Usage.InputTokenCount));
    }

    [Fact]
    public void Message_Alone_IsTheAnswer()
    {
        var response = Stream("""{"choices":[{"index":0,"message":{"content":"Hi","tool_calls":[{"function":{"name":"a","arguments":"{}"}},{"function":{"name":"b","arguments":"{}"}}]},"finish_reason":"stop"}]}""");

        Assert.Equal(("Hi", "a b"), (response.Text, string.Join(' ', Calls(response).Select(static call => call.Name))));
    }

    [Fact]
    public void MiniMax_SearchSources_AreNoText() =>
        Assert.Equal("42", Deltas("""{"role":"tool","content":"[{\"url\":\"https://x.test\"}]"}""", """{"content":"x","role":"tool"}""", Text("42")).Text);

    [Fact]
    public void MiniMax_SensitiveFlags_AreAFilter()
    {
        Assert.Equal(ChatFinishReason.ContentFilter, Updates("minimax", Chunk(Text("a"), null, ""","output_sensitive":false"""), Chunk("{}", "stop", ""","output_sensitive":true"""), Done).ToChatResponse().FinishReason);
        Assert.Equal(OneApiErrorKind.ContentFiltered, StreamFails("minimax", Chunk("{}", "stop", ""","input_sensitive":true"""), Done).Kind);
    }

    [Fact]
    public void SeveralChoices_OnlyTheFirstIsRead()
    {
        Assert.Equal("ac", Stream(
            """{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""",
            """{"choices":[{"delta":{"content":"d"},"index":1,"finish_reason":"length"},{"delta":{"content":"c"},"index":"0","finish_reason":"stop"}]}""").Text);
        Assert.Equal("a", Stream("""{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"},{"delta":{"content":"b"},"finish_reason":"stop"}]}""").Text);
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded","type":"server_error","code":"server_error"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"error":{"message":"slow","code":429}}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error":{"type":"server_error"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"error":"overloaded"}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"code":"c","error":"overloaded"}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"detail":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"message":"rate limit","code":1}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error_code":336501,"error_msg":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"err":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"errors":[{"message":"rate limit"}]}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"errors":["rate limit"]}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"choices":[],"message":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"x_groq":{"id":"r","error":"overloaded"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"x"}}""", OneApiErrorKind.ProviderUnavailable)]
    public void Errors_InEveryShape_BeforeAndAfterContent(string data, OneApiErrorKind kind)
    {
        Assert.Equal(kind, StreamFails("openai", data).Kind);
        Assert.Equal(kind, StreamFails("openai", Chunk(Text("a")), data, Chunk("{}", "stop"), Done).Kind);
    }

    [Theory]
    [InlineData(""","error":null""")]
    [InlineData(""","error":"" """)]
    [InlineData(""","error":{}""")]
    [InlineData(""","error":false""")]
    [InlineData(""","base_resp":{"status_code":0,"status_msg":"success"}""")]
    [InlineData(""","code":0,"message":"Success","sid":"cha1" """)]
    public void Successes_ThatSpeakOfErrors(string others) => Assert.Equal("a", Stream(Chunk(Text("a"), null, others), Chunk("{}", "stop", others), Done).Text);

    [Fact]
    public void MiniMax_ErrorOfBaseResp() => Assert.Equal(OneApiErrorKind.QuotaExhausted, StreamFails("minimax", """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}""").Kind);

    [Theory]
    [InlineData("""{"error":{"message":"Tool choice is required, but model did not call a tool","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"","status_code":400}}""", OneApiErrorKind.ProtocolViolation)]
    [InlineData("Internal error: overloaded", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("{}", OneApiErrorKind.Unknown)]
    public void ErrorEvents(string data, OneApiErrorKind kind)
    {
        var reader = new OpenAIStreamReader(EndpointOf("groq"));

        Assert.Equal(kind, Assert.Throws<OneApiException>(() => reader.Read("error", Encoding.UTF8.GetBytes(data))).Kind);
    }

    [Theory]
    [InlineData("""{"error":{"code":400,"message":"Token limit reached"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":400,"message":"Token limit reached"}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],"error":{"code":400,"message":"Token limit reached"}}""")]
    public void OpenRouter_TokenLimit_IsAnEndByLength(string chunk) => Assert.Equal(ChatFinishReason.Length, Updates("openrouter", Chunk(Text("a")), chunk, Done).ToChatResponse().FinishReason);

    [Fact]
    public void PairsCutInTwo_AreWholeAgain()
    {
        var response = Deltas("""{"content":"a\ud83d"}""", """{"content":"\ude00b"}""", """{"reasoning":"\ud83d"}""", """{"reasoning":"\ude00"}""", """{"content":"\ud83d\ude00\u0041"}""");

        Assert.Equal(("a😀b😀A", "😀"), (response.Text, Reasoning(response)));
    }

    [Fact]
    public void BrokenText_DoesNotBreakTheAnswer()
    {
        var reader = new OpenAIStreamReader(Endpoint);

        var update = reader.Read("message", [.. """{"choices":[{"delta":{"content":"a"""u8, 0xE4, .. """b\n\"\u0041\ud83d x"}}]}"""u8]);

        Assert.Equal("a\uFFFDb\n\"A\uD83D x", update!.Text);
    }

    [Fact]
    public void WhiteSpace_AndEmptyEvents_AreNothing() => Assert.Equal("a", Stream("", "  ", " \t" + Chunk(Text("a")).Replace(":", " : ", StringComparison.Ordinal).Replace("http : ", "http:", StringComparison.Ordinal) + "\r\n ", Chunk("{}", "stop"), Done).Text);

    [Fact]
    public void StepFun_EmptyRoleAndFinish() => Assert.Equal(
        ("您好", 85L),
        (Stream(
            """{"id":"d","choices":[{"index":0,"delta":{"role":"","content":"您"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":1,"total_tokens":84}}""",
            """{"id":"d","choices":[{"index":0,"delta":{"role":"","content":"好"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""",
            """{"id":"d","choices":[{"index":0,"delta":{"role":"","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""",
            Done) is var response ? response.Text : "", response.Usage!.TotalTokenCount));
}
