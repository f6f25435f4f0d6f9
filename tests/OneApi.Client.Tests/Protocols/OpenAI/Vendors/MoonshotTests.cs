using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/moonshot.md §3 to §6.</summary>
public sealed class MoonshotTests
{
    private const string Head = """{"id":"chatcmpl-7a799bb736944f95bc3b0880f8270f6b","object":"chat.completion.chunk","created":1722877271,"model":"moonshot-v1-128k","choices":[""";

    /// <summary>The events of the page's sample, byte for byte.</summary>
    private static readonly string[] Sample =
    [
        Head + """{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
        Head + """{"index":0,"delta":{"tool_calls":[{"index":0,"id":"search:0","type":"function","function":{"name":"search","arguments":""}}]},"finish_reason":null}]}""",
        Head + """{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\n"}}]},"finish_reason":null}]}""",
        Head + """{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"finish_reason":null}]}""",
        Head + """{"index":0,"delta":{},"finish_reason":"tool_calls","usage":{"prompt_tokens":146,"completion_tokens":26,"total_tokens":172}}]}""",
    ];

    [Fact]
    public void Stream_ThePagesSample_UsageIsInTheChoice_TheIdStays()
    {
        var answer = Updates("moonshot", [.. Sample, Done]).ToChatResponse();

        Assert.Equal(("search:0", "search"), (Assert.Single(Calls(answer)).CallId, Calls(answer)[0].Name));
        Assert.Equal((146L, 26L, 172L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public void Stream_UsageOfItsOwnChunk_IsNotAdded()
    {
        var answer = Updates("moonshot", [.. Sample, Head + """],"usage":{"prompt_tokens":146,"completion_tokens":26,"total_tokens":172}}""", Done]).ToChatResponse();

        Assert.Equal(172, answer.Usage!.TotalTokenCount);
    }

    [Theory]
    [InlineData(false, 10, 9, 19)]
    [InlineData(true, 10, 12, 22)]
    public void Stream_SeveralChoices_CostAllAnswersAndOnePrompt(bool withTotal, long input, long output, long total)
    {
        string[] events =
        [
            Head + """{"index":0,"delta":{"content":"a"},"finish_reason":null}]}""",
            Head + """{"index":1,"delta":{"content":"b"},"finish_reason":null}]}""",
            Head + """{"index":1,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}]}""",
            Head + """{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14}}]}""",
        ];
        string[] last = withTotal ? [Head + """],"usage":{"prompt_tokens":10,"completion_tokens":12,"total_tokens":22}}""", Done] : [Done];

        var answer = Updates("moonshot", [.. events, .. last]).ToChatResponse();

        Assert.Equal("a", answer.Text);
        Assert.Equal((input, output, total), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public void Usage_CachedTokensAtItsTop()
    {
        var usage = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"cached_tokens":8}}""", "moonshot").Usage!;

        Assert.Equal(8, usage.CachedInputTokenCount);
    }

    [Fact]
    public void Stream_ErrorEvent()
    {
        var failure = StreamFails("moonshot", Sample[0], """{"error":{"message":"The engine is currently overloaded","type":"engine_overloaded_error"}}""");

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
    }

    [Fact]
    public void Error_TheWaitIsInTheMessage() =>
        Assert.Equal(TimeSpan.FromSeconds(3), StreamFails("moonshot", """{"error":{"message":"Your account reached max concurrency: 1, please try again after 3 seconds","type":"rate_limit_reached_error"}}""").RetryAfter);

    [Fact]
    public void LastMessageOfTheAssistant_IsPartial_AndNotInJsonMode()
    {
        var request = Request("moonshot", "kimi-k2", new() { ResponseFormat = ChatResponseFormat.Json }, messages: [User(), Assistant(new TextContent("{"))]);

        AssertJson("""[{"role":"user","content":"hi"},{"role":"assistant","content":"{","partial":true}]""", Messages(request));
        AssertWarnings(request, "setting_not_honoured:ResponseFormat");
    }

    [Fact]
    public void LastMessageOfTheAssistant_TheCallersOwnMark_Wins()
    {
        var message = Assistant(new TextContent("{"));
        message.AdditionalProperties = new() { ["partial"] = false, ["name"] = "x" };

        AssertJson("""{"role":"assistant","content":"{","partial":false}""", Messages(Request("moonshot", "kimi-k2", messages: [User(), message]))[1]);
    }

    [Fact]
    public void Stop_FiveOf32Bytes()
    {
        var request = Request("moonshot", "kimi-k2", new() { StopSequences = ["1", "2", new string('x', 33), "3", "4", "5", "6"] });

        Assert.Equal("""{"stop":["1","2","3","4","5"]}""", Members(request));
        AssertWarnings(request, "setting_adjusted:StopSequences");
    }

    [Fact]
    public void Stop_NothingLeft_IsNotSent() => Assert.Equal("{}", Members(Request("moonshot", "kimi-k2", new() { StopSequences = ["十一个汉字就已经太长了吧"] })));

    [Fact]
    public void MembersThatTheVendorDoesNotKnow_StayAway()
    {
        var request = Request("moonshot", "kimi-k2", new() { TopK = 3, Seed = 1, AdditionalProperties = new() { ["logprobs"] = true, ["logit_bias"] = 1, ["n"] = 2, ["prompt_cache_key"] = "k" } });

        Assert.Equal("""{"n":2,"prompt_cache_key":"k"}""", Members(request));
        AssertWarnings(request, "setting_not_honoured:logprobs", "setting_not_honoured:logit_bias", "setting_not_honoured:Seed", "setting_not_honoured:TopK");
    }

    [Fact]
    public void Schema_TypesStandInTheBranches_TuplesArePrefixes_NoSchemaKeyword()
    {
        var schema = JsonElement.Parse("""{"$schema":"s","type":"object","properties":{"a":{"type":"string","anyOf":[{"enum":["x"]},{"type":"null"},{"$ref":"#/y"}]},"b":{"type":"array","items":[{"type":"string"}]}}}""");

        var request = Request("moonshot", "kimi-k2", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "n") });

        AssertJson(
            """{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"anyOf":[{"enum":["x"],"type":"string"},{"type":"null"},{"$ref":"#/y"}]},"b":{"type":"array","prefixItems":[{"type":"string"}]}}}}}""",
            Write(request)["response_format"]);
    }

    [Fact]
    public void Media_UploadedOnesByTheirId()
    {
        var request = Request("moonshot", "kimi-k2.5", messages:
        [
            new(ChatRole.User,
            [
                new HostedFileContent("f1") { MediaType = "image/png" },
                new HostedFileContent("f2") { MediaType = "video/mp4" },
                new UriContent("ms://f3", "image/png"),
                new DataContent("abc"u8.ToArray(), "video/mp4"),
                new HostedFileContent("f4"),
            ]),
        ]);

        AssertJson(
            """[{"type":"image_url","image_url":{"url":"ms://f1"}},{"type":"video_url","video_url":{"url":"ms://f2"}},{"type":"image_url","image_url":{"url":"ms://f3"}},{"type":"video_url","video_url":{"url":"data:video/mp4;base64,YWJj"}}]""",
            Messages(request)[0]!["content"]);
        AssertWarnings(request, "content_not_sent:HostedFileContent");
    }

    [Theory]
    [InlineData("https://x.test/a.png", "image/png")]
    [InlineData("https://x.test/a.mp4", "video/mp4")]
    public void Media_PublicAddresses_AreRefusedHere(string url, string mediaType) =>
        Assert.Equal(OneApiErrorKind.InvalidRequest, Assert.Throws<OneApiException>(() => Write(Request("moonshot", "kimi-k2.5", messages: [new(ChatRole.User, [new UriContent(url, mediaType)])]))).Kind);

    [Fact]
    public void WebSearch_IsAWarning_AndTheBuiltInToolIsTheCallersOwnWord()
    {
        var request = Request("moonshot", "kimi-k2", new() { Tools = [new HostedWebSearchTool()] });
        Assert.Equal("{}", Members(request));
        AssertWarnings(request, "setting_not_honoured:Tools");

        var tools = JsonElement.Parse("""[{"type":"builtin_function","function":{"name":"$web_search"}}]""");
        Assert.Equal("""{"tools":[{"type":"builtin_function","function":{"name":"$web_search"}}]}""", Members(Request("moonshot", "kimi-k2", new() { AdditionalProperties = new() { ["tools"] = tools } })));
    }
}
