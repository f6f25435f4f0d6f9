using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Text.Json;
using OpenAI.Chat;
using OpenAI.Responses;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>OpenAI's own SDK for .NET sees each error as what it is, and tries again only where that helps.</summary>
public sealed class OpenAIErrorTests(SdkHost host) : IClassFixture<SdkHost>
{
    public static TheoryData<string> Channels => SdkChannelRows.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wrong", "gpt-4o", 401, "invalid_api_key")]
    [InlineData("good", "no-such-model", 404, "model_not_found")]
    [InlineData("forbidden", "gpt-4o", 403, "model_not_allowed")]
    [InlineData("exhausted", "gpt-4o", 402, "quota_exhausted")]
    public async Task Refusal_HasItsStatusAndCode_AndIsNotTriedAgain(string key, string model, int status, string code)
    {
        var before = host.Seen(host.Keys[key]);

        var error = await RefusedAsync(OpenAISdk.Of(host, key).GetChatClient(model), "Hello there");

        Assert.Equal((status, code), (error.Status, Code(error)));
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, host.Seen(host.Keys[key]) - before);
    }

    [Fact]
    public async Task MalformedRequest_Is400_AndNamesTheField()
    {
        using var content = BinaryContent.Create(BinaryData.FromString("""{"model":"gpt-4o","messages":"no list"}"""));

        var error = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.Of(host).GetChatClient("gpt-4o").CompleteChatAsync(content));

        Assert.Equal(400, error.Status);
        Assert.Contains("messages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyOfElevenMebibytes_Is413()
    {
        var error = await RefusedAsync(OpenAISdk.Of(host).GetChatClient("gpt-4o"), new string('x', 11 * 1024 * 1024));

        Assert.Equal((413, "request_too_large"), (error.Status, Code(error)));
    }

    [Fact]
    public async Task LimitOfTheToken_Is429_AndSaysWhen()
    {
        var client = OpenAISdk.Of(host, "limited", retries: 0).GetChatClient("gpt-4o");
        await client.CompleteChatAsync([new UserChatMessage("Hello there")], cancellationToken: Stop);

        var error = await RefusedAsync(client, "Hello there");

        Assert.Equal(429, error.Status);
        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var wait));
        Assert.InRange(int.Parse(wait!, System.Globalization.CultureInfo.InvariantCulture), 1, 61); // the window has 61 parts of a second (decision 7)
    }

    [Fact]
    public async Task RateLimitUpstream_IsTriedAgainAfterTheWait_ThenIs429()
    {
        var before = host.Seen(host.Keys["good"]);
        var started = Stopwatch.GetTimestamp();

        var error = await RefusedAsync(OpenAISdk.Of(host, retries: 1).GetChatClient("limited"), "Hello there");

        Assert.Equal(429, error.Status);
        Assert.Equal(2, host.Seen(host.Keys["good"]) - before);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.9), "the wait was not honoured");
    }

    /// <summary>The SDK throws for no error event of a chat stream: what it shows of the error is the last update, and that the answer has no end.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public async Task ErrorInAStream_IsTheLastUpdate_AndTheAnswerHasNoEnd(string channel)
    {
        List<StreamingChatCompletionUpdate> updates = [];
        await foreach (var update in OpenAISdk.Of(host).GetChatClient("broken-" + channel).CompleteChatStreamingAsync([new UserChatMessage("Hello there, how are you today")], cancellationToken: Stop))
        {
            updates.Add(update);
        }

        Assert.NotEmpty(string.Concat(updates.SelectMany(static update => update.ContentUpdate).Select(static part => part.Text)));
        Assert.All(updates, static update => Assert.Null(update.FinishReason));
        var error = JsonElement.Parse(ModelReaderWriter.Write(updates[^1]).ToMemory().Span).GetProperty("error");
        Assert.StartsWith("upstream_", error.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task ErrorInAResponseStream_IsSaid_AndTheResponseHasFailed(string channel)
    {
        var asked = new CreateResponseOptions { Model = "broken-" + channel, InputItems = { ResponseItem.CreateUserMessageItem("Hello there, how are you today") }, StoredOutputEnabled = false, StreamingEnabled = true };
        List<StreamingResponseUpdate> updates = [];
        await foreach (var update in OpenAISdk.Of(host).GetResponsesClient().CreateResponseStreamingAsync(asked, Stop))
        {
            updates.Add(update);
        }

        Assert.NotEmpty(updates.OfType<StreamingResponseOutputTextDeltaUpdate>());
        Assert.StartsWith("upstream_", Assert.IsType<StreamingResponseErrorUpdate>(updates[^2]).Code, StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Failed, Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response.Status);
    }

    private static async Task<ClientResultException> RefusedAsync(ChatClient client, string text) =>
        await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([new UserChatMessage(text)], cancellationToken: Stop));

    private static string? Code(ClientResultException error) =>
        JsonElement.Parse(error.GetRawResponse()!.Content.ToMemory().Span).GetProperty("error").GetProperty("code").GetString();
}
