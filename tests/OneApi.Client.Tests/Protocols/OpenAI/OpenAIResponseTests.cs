using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Whole answers (protocols/openai.md §5, openai-compatible.md §1).</summary>
public class OpenAIResponseTests
{
    private const string Plain = """
        {"id":"chatcmpl-A1","object":"chat.completion","created":1759436803,"model":"gpt-4o-2024-08-06",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[],"tool_calls":[]},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,
          "prompt_tokens_details":{"cached_tokens":2,"audio_tokens":0},
          "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},
         "service_tier":"default","system_fingerprint":"fp_x"}
        """;

    [Fact]
    public void PagesSample()
    {
        var response = Read(Plain);

        Assert.Equal(("Hi", "chatcmpl-A1", "gpt-4o-2024-08-06", 1759436803L, ChatFinishReason.Stop), (response.Text, response.ResponseId, response.ModelId, response.CreatedAt!.Value.ToUnixTimeSeconds(), response.FinishReason));
        var message = Assert.Single(response.Messages);
        Assert.Equal((ChatRole.Assistant, "chatcmpl-A1"), (message.Role, message.MessageId));
        Assert.IsType<TextContent>(Assert.Single(message.Contents));
        Assert.Equal((9L, 1L, 10L, 2L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.CachedInputTokenCount));
        Assert.Equal(["service_tier", "system_fingerprint"], response.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\n\n \r\n")]
    [InlineData("\uFEFF")]
    [InlineData(": keep-alive\n\n: keep-alive\n\n")]
    [InlineData("  : OPENROUTER PROCESSING\r\n\r\n   ")]
    public void KeepAlives_BeforeTheBody_AreSkipped(string before) => Assert.Equal("Hi", Read(before + Plain).Text);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData(": keep-alive\n\n")]
    [InlineData(": keep-alive")]
    public void KeepAlives_Alone_AreAProviderThatGaveUp(string body)
    {
        var error = ReadFails(body, "deepseek");

        Assert.Equal((OneApiErrorKind.ProviderUnavailable, "deepseek"), (error.Kind, error.Provider));
    }

    [Theory]
    [InlineData("<html>…</html>")]
    [InlineData("""{"choices":[""")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("true")]
    public void WhatIsNoAnswer_IsNotRead(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":[null]}""")]
    [InlineData("""{"choices":[{}]}""")]
    [InlineData("""{"choices":[{"message":null,"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":"text","finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{},"finish_reason":""}]}""")]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":null},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"","tool_calls":[]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[],"reasoning_details":[]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"","annotations":[{"url_citation":{"url":"https://x.test"}}]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"id":"a","usage":{"prompt_tokens":1}}""")]
    public void NothingSaid_IsEmpty(string body) => Assert.Equal(OneApiErrorKind.EmptyResponse, ReadFails(body).Kind);

    [Fact]
    public void Length_WithNothingSaid_IsAnAnswer() => Assert.Equal(ChatFinishReason.Length, ReadMessage("\"content\":\"\"", "length").FinishReason);

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"id":"","model":"","created":0,"object":"","choices":[{"index":0,"message":{"content":"a"},"finish_reason":null}],"usage":null,"system_fingerprint":null}""")]
    [InlineData("""{"choices":[{"finish_reason":"null","delta":{"content":"a"}}],"id":null,"created":"x"}""")]
    public void LittleSaid_IsEnough(string body)
    {
        var response = Read(body);

        Assert.Equal(("a", null, null, null), (response.Text, response.FinishReason, response.ModelId, response.CreatedAt));
        Assert.StartsWith("resp_", response.ResponseId, StringComparison.Ordinal);
        Assert.Null(response.AdditionalProperties);
    }

    [Fact]
    public void Content_AsAnArray()
    {
        var contents = ReadMessage(
            """
            "content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"},{"type":"text","text":"m"}],"signature":"s"},{"type":"text","text":"a"},"b",{"text":"c"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}},{"type":"reference","reference_ids":[1]},{"type":"refusal","refusal":"no"},{"type":"odd","x":1},null,5]
            """).Messages[0].Contents;

        Assert.Equal(
            ["TextReasoningContent hmm", "TextContent a", "TextContent b", "TextContent c", "DataContent", "TextContent", "ErrorContent no", "AIContent"],
            contents.Select(static content => (content.GetType().Name + " " + content switch
            {
                TextReasoningContent part => part.Text, TextContent part => part.Text, ErrorContent part => part.Message, _ => "",
            }).TrimEnd()));
        Assert.Equal("s", ((TextReasoningContent)contents[0]).ProtectedData);
        Assert.Single(contents[5].Annotations!);
    }

    [Fact]
    public void Signatures_OfThinking_CarryTheirMaker() =>
        Assert.Equal("mistral", ReadMessage("""
            "content":[{"type":"thinking","thinking":[],"signature":"s"},{"type":"text","text":"a"}]
            """, provider: "mistral").Messages[0].Contents[0].AdditionalProperties!["oneapi.provider"]);

    [Fact]
    public void Content_Null_BesideCalls() => Assert.Equal("f", Assert.Single(Calls(ReadMessage("""
        "content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]
        """, "tool_calls"))).Name);

    [Fact]
    public void Reasoning_ComesFirst() => Assert.Equal(
        [typeof(TextReasoningContent), typeof(TextContent)],
        ReadMessage("""
            "content":"42","reasoning_content":"because"
            """).Messages[0].Contents.Select(static content => content.GetType()));

    [Fact]
    public void ReasoningDetails_AreKept_ForTheWayBack()
    {
        const string Details = """[{"type":"reasoning.text","text":"b","signature":"s","index":0}]""";
        var message = ReadMessage($"\"content\":\"42\",\"reasoning\":\"a\",\"reasoning_details\":{Details}", provider: "openrouter").Messages[0];

        Assert.Equal("a", message.Contents.OfType<TextReasoningContent>().Single().Text);
        AssertJson($$"""[{"role":"assistant","content":"42","reasoning_details":{{Details}}}]""", Write(Request([message], endpoint: EndpointOf("openrouter")))["messages"]);
        AssertJson("""[{"role":"assistant","content":"42"}]""", Write(Request([message], endpoint: EndpointOf("minimax")))["messages"]);
    }

    [Fact]
    public void SeveralChoices_TheOneOfIndexZero_OrElseTheFirst()
    {
        Assert.Equal("b", Read("""{"choices":[{"index":1,"message":{"content":"a"}},{"index":0,"message":{"content":"b"}},{"index":2,"message":{"content":"c"}}]}""").Text);
        Assert.Equal("a", Read("""{"choices":[{"index":1,"message":{"content":"a"}},{"index":2,"message":{"content":"b"}}]}""").Text);
        Assert.Equal("a", Read("""{"choices":[{"message":{"content":"a"}},{"message":{"content":"b"}}]}""").Text);
    }

    [Theory]
    [InlineData(null, "audio/wav")]
    [InlineData("mp3", "audio/mpeg")]
    [InlineData("pcm16", "audio/pcm")]
    public void Audio_IsDataOfTheFormatThatWasAskedFor_AndItsTranscriptText(string? format, string mediaType)
    {
        const string Body = """{"choices":[{"message":{"content":null,"audio":{"id":"audio_1","data":"AQI=","expires_at":1,"transcript":"Hello"}},"finish_reason":"stop"}]}""";
        foreach (var request in (ChatRequest[])[
            Request(raw: format is null ? null : new JsonObject { ["audio"] = new JsonObject { ["format"] = format } }),
            Request(options: format is null ? null : new() { AdditionalProperties = new() { ["audio"] = JsonSerializer.SerializeToElement(new { voice = "alloy", format }) } }),
            Request(options: format is null ? null : new() { AdditionalProperties = new() { ["audio"] = new Dictionary<string, object?> { ["format"] = format } } })])
        {
            var response = Read(Body, request: request);

            Assert.Equal("Hello", response.Text);
            var data = Assert.Single(response.Messages[0].Contents.OfType<DataContent>());
            Assert.Equal((mediaType, "AQI=", "audio_1"), (data.MediaType, data.Base64Data.ToString(), data.AdditionalProperties!["openai.audio.id"]));
        }
    }

    [Fact]
    public void Annotations_StandOnTheText()
    {
        var text = Assert.Single(ReadMessage("""
            "content":"see","annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":3,"title":"T","url":"https://x.test/","content":"c"}}]
            """).Messages[0].Contents);

        var citation = Assert.IsType<CitationAnnotation>(Assert.Single(text.Annotations!));
        Assert.Equal(("T", "https://x.test/", "c"), (citation.Title, citation.Url!.ToString(), citation.Snippet));
    }

    [Fact]
    public void Sources_BesideTheChoices_AreCitations_AndStillHandedOut()
    {
        var response = Read("""{"choices":[{"message":{"content":"a[1]"},"finish_reason":"stop"}],"citations":["https://x.test/1","https://x.test/2"]}""", "xai");

        Assert.Equal(["https://x.test/1", "https://x.test/2"], response.Messages[0].Contents[0].Annotations!.Cast<CitationAnnotation>().Select(static citation => citation.Url!.ToString()));
        Assert.True(response.AdditionalProperties!.ContainsKey("citations"));
    }

    [Fact]
    public void Images_AreData() => Assert.Equal("image/png", Assert.Single(ReadMessage("""
        "content":"","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}]
        """).Messages[0].Contents.OfType<DataContent>()).MediaType);

    [Fact]
    public void Refusal_IsAnAnswer()
    {
        var response = ReadMessage("""
            "content":null,"refusal":"I can't."
            """);

        Assert.Equal(("Refusal", "I can't.", ChatFinishReason.Stop), (Assert.IsType<ErrorContent>(Assert.Single(response.Messages[0].Contents)) is var refusal ? refusal.ErrorCode : null, refusal.Message, response.FinishReason));
    }

    [Fact]
    public void UnknownMembers_OfEveryLevel_AreHandedOut()
    {
        var response = Read(
            """
            {"choices":[{"index":0,"message":{"content":"a","in_message":1,"none":null},"in_choice":[1],"finish_reason":"stop"}],"at_top":{"x":1},
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":0.5,"queue_time":0.1,"num_search_queries":2,"prompt_tokens_details":{"audio_tokens":7},"text":"t"}}
            """);

        Assert.Equal(["at_top", "in_choice", "in_message", "usage.cost", "usage.queue_time", "usage.text"], response.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["num_search_queries=2", "prompt_tokens_details.audio_tokens=7"], response.Usage!.AdditionalCounts!.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded","code":"server_error"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"error":{"message":"x","code":429},"choices":[{"message":{"content":"a"}}]}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error":{"type":"server_error"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"error":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"code":"c","error":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"code":20012,"message":"Model does not exist","data":null}""", OneApiErrorKind.ModelNotFound)]
    [InlineData("""{"message":"rate limit","choices":null}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"detail":"rate limit"}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"errors":[{"code":1,"message":"rate limit"}],"success":false,"result":null}""", OneApiErrorKind.RateLimited)]
    [InlineData("\"rate limit\"", OneApiErrorKind.RateLimited)]
    [InlineData("""[{"error":{"message":"rate limit"}}]""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"whatever","metadata":{"reasons":["violence"]}}}""", OneApiErrorKind.ContentFiltered)]
    public void Errors_OfA200_InEveryShape(string body, OneApiErrorKind kind) => Assert.Equal(kind, ReadFails(body).Kind);

    [Fact]
    public void Errors_OfBaseResp() => Assert.Equal(OneApiErrorKind.QuotaExhausted, ReadFails("""{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"},"choices":null}""", "minimax").Kind);

    [Theory]
    [InlineData("""{"error":null,"choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"error":"","choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"error":{},"choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"code":0,"message":"Success","sid":"s","choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"base_resp":{"status_code":0,"status_msg":""},"choices":[{"message":{"content":"a"}}]}""")]
    public void Successes_ThatSpeakOfErrors(string body) => Assert.Equal("a", Read(body).Text);

    [Fact]
    public void MiniMax_SensitiveFlags_AreAFilter()
    {
        Assert.Equal(ChatFinishReason.ContentFilter, Read("""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"output_sensitive":true}""", "minimax").FinishReason);
        Assert.Equal(OneApiErrorKind.ContentFiltered, ReadFails("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}],"input_sensitive":true,"base_resp":{"status_code":0}}""", "minimax").Kind);
    }

    [Fact]
    public void BrokenUnicode_IsReadAsFarAsItGoes() => Assert.Equal("a\uD83D", ReadMessage("""
        "content":"a\ud83d"
        """).Text);
}
