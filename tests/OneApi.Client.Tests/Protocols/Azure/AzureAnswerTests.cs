using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Azure;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using Xunit;

namespace OneApi.Client.Tests.Protocols.Azure;

/// <summary>What Azure adds to answers and streams (protocols/azure.md §4, §5).</summary>
public sealed class AzureAnswerTests
{
    /// <summary>The first two events of the page's sample.</summary>
    private const string First = """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"detected":false,"filtered":false},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}}}]}""";

    private const string Second = """{"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1787150119,"id":"chatcmpl-A1","model":"gpt-5-nano-2025-08-07","obfuscation":"32stz","object":"chat.completion.chunk","service_tier":"default","system_fingerprint":null,"usage":null}""";

    private const string Hello = """{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hello"},"finish_reason":null,"index":0,"logprobs":null}],"created":1787150119,"id":"chatcmpl-A1","model":"gpt-5-nano-2025-08-07","object":"chat.completion.chunk"}""";

    private const string Stop = """{"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0}],"created":1787150119,"id":"chatcmpl-A1","model":"gpt-5-nano-2025-08-07","object":"chat.completion.chunk"}""";

    /// <summary>With the asynchronous filter a choice without a delta comes late, even after the text.</summary>
    private const string Late = """{"choices":[{"content_filter_offsets":{"check_offset":44,"start_offset":44,"end_offset":198},"content_filter_results":{"violence":{"filtered":false,"severity":"low"}},"finish_reason":null,"index":0}],"created":0,"id":"","model":"","object":""}""";

    [Fact]
    public void FirstEvent_IsNoContent_AndNamesNothing()
    {
        var reader = Reader();

        Assert.Null(reader.Read("message", Encoding.UTF8.GetBytes(First)));
        Assert.Null(reader.Read("message", Encoding.UTF8.GetBytes(Second)));
        Assert.Equal((false, 0), (reader.HasContent, reader.ContentEvents));

        var update = reader.Read("message", Encoding.UTF8.GetBytes(Hello))!;
        Assert.Equal(("chatcmpl-A1", "chatcmpl-A1", "gpt-5-nano-2025-08-07"), (update.ResponseId, update.MessageId, update.ModelId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1787150119), update.CreatedAt);
        Assert.Equal("Hello", update.Text);
        Assert.True(Json(update.AdditionalProperties, "prompt_filter_results")[0].GetProperty("content_filter_results").TryGetProperty("jailbreak", out _));
        Assert.Equal("safe", Json(update.AdditionalProperties, "content_filter_results").GetProperty("hate").GetProperty("severity").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LateFilterEvent_WithoutADelta_IsLegal_AndReadable(bool afterFinish)
    {
        var reader = Reader();
        var updates = new List<ChatResponseUpdate>();
        foreach (var data in afterFinish ? new[] { First, Second, Hello, Stop, Late, "[DONE]" } : [First, Second, Hello, Late, Stop, "[DONE]"])
        {
            var events = reader.ContentEvents;
            if (reader.Read("message", Encoding.UTF8.GetBytes(data)) is { } update)
            {
                updates.Add(update);
            }

            Assert.Equal(data == Hello ? events + 1 : events, reader.ContentEvents);
        }

        updates.Add(reader.Complete()!);

        var response = updates.ToChatResponse();
        Assert.Equal(("Hello", ChatFinishReason.Stop, "chatcmpl-A1"), (response.Text, response.FinishReason, response.ResponseId));
        Assert.Equal(198, Json(MembersOf(response), "content_filter_offsets").GetProperty("end_offset").GetInt32());
        Assert.Single(updates.Select(static update => update.ResponseId).Distinct());
    }

    [Fact]
    public void Stream_ThatIsOnlyTheFirstEvent_IsCut()
    {
        var reader = Reader();
        reader.Read("message", Encoding.UTF8.GetBytes(First));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(reader.Complete).Kind);
    }

    /// <summary>Nothing was shown to the caller by the first events, so another channel may still answer; behind content none may, unless the answer is spliced.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task StreamThatBreaks_IsTakenOver_OnlyBeforeContent(int afterContents, bool isTakenOver)
    {
        await using var first = FakeAzure.Start();
        await using var second = FakeAzure.Start();
        var services = new ServiceCollection();
        services.AddOneApi(options =>
        {
            options.Failover.Splice = false;
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Channels.Add(new() { Name = "one", Provider = "azure", ApiKey = first.ApiKey, BaseUrl = first.Url });
            options.Channels.Add(new() { Name = "two", Provider = "azure", ApiKey = second.ApiKey, BaseUrl = second.Url, Deployment = "gpt-4o" });
        });
        await using var provider = services.BuildServiceProvider();
        first.Fault(Fault.CutStream(afterContents));

        var answer = await Answer.OfAsync(provider.GetRequiredService<IChatClient>(), streaming: true, [new(ChatRole.User, "hello")], new() { ModelId = "gpt-4o" }, TestContext.Current.CancellationToken);

        Assert.Equal((1, isTakenOver ? 1 : 0), (first.Requests.Count, second.Requests.Count));
        Assert.Equal(isTakenOver ? "You said: hello" : null, answer.Error is null ? answer.Text : null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FilterResults_AreAdditionalProperties(bool streaming)
    {
        await using var azure = new OneChannel("azure", FakeAzure.Start());

        var answer = await azure.AskAsync(streaming, "gpt-4o");

        Assert.Equal(0, Json(MembersOf(answer.Response), "prompt_filter_results")[0].GetProperty("prompt_index").GetInt32());
        Assert.Equal(JsonValueKind.Object, (streaming ? Json(MembersOf(answer.Response), "content_filter_results") : OfChoice(answer.Response)).ValueKind);
    }

    /// <summary>A completion that the filter cut is an answer; its finish reason says so, and its results which category it was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FilteredCompletion_IsAnAnswer(bool streaming)
    {
        await using var azure = new OneChannel("azure", FakeAzure.Start());
        azure.Fake.Reply(new FakeReply { Text = "It begins", FinishReason = "content_filter" });

        var answer = await azure.AskAsync(streaming, "gpt-4o");

        Assert.Equal(("It begins", ChatFinishReason.ContentFilter), (answer.Text, answer.Response.FinishReason));
        var results = streaming ? Json(MembersOf(answer.Response), "content_filter_results") : OfChoice(answer.Response);
        Assert.Equal("high", results.GetProperty("hate").GetProperty("severity").GetString());
    }

    [Theory]
    [InlineData("x-request-id: inner\napim-request-id: outer", "outer")]
    [InlineData("x-request-id: inner", "inner")]
    [InlineData("", null)]
    public void RequestId_IsTheGateways(string headers, string? expected)
    {
        using var response = new HttpResponseMessage();
        foreach (var line in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            response.Headers.Add(line.Split(": ")[0], line.Split(": ")[1]);
        }

        Assert.Equal(expected, new AzureChatProtocol().GetRequestId(response.Headers));
    }

    /// <summary>What updates bring is merged into the message's members.</summary>
    private static AdditionalPropertiesDictionary? MembersOf(ChatResponse response) => response.AdditionalProperties ?? response.Messages[0].AdditionalProperties;

    private static JsonElement OfChoice(ChatResponse response) =>
        Json(response.AdditionalProperties?.ContainsKey("content_filter_results") == true ? response.AdditionalProperties : response.Messages[0].AdditionalProperties, "content_filter_results");

    private static JsonElement Json(AdditionalPropertiesDictionary? members, string name) => Assert.IsType<JsonElement>(members![name]);

    private static ChatStreamReader Reader() => new AzureChatProtocol().CreateStreamReader(OpenAI.OpenAIWire.Request(streaming: true, endpoint: OpenAI.OpenAIWire.EndpointOf("azure")));
}
