using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using OpenAI.Chat;

namespace OneApi.Client.Sdks.Tests.DotNetOpenAI;

/// <summary>What OpenAI's .NET SDK makes of the gateway's refusals, and when it tries again.</summary>
public sealed class OpenAISdkErrorTests(SdkHost host) : IClassFixture<SdkHost>
{
    [Theory]
    [InlineData("wrong", "gpt-4o", 401, "invalid_api_key")]
    [InlineData("good", "no-such-model", 404, "model_not_found")]
    [InlineData("forbidden", "gpt-4o", 403, "model_not_allowed")]
    [InlineData("exhausted", "gpt-4o", 402, "quota_exhausted")]
    public async Task Refusal_NothingThatAnotherTryHelps_ThrowsAtOnce(string key, string model, int status, string code)
    {
        var before = host.Seen(host.Keys[key]);

        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(key, model, "Hello there"));

        Assert.Equal(status, error.Status);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, host.Seen(host.Keys[key]) - before);
    }

    [Fact]
    public async Task Refusal_TooLargeABody_Is413()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync("good", "gpt-4o", Samples.TooLarge));

        Assert.Equal(413, error.Status);
        Assert.Contains("request_too_large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_NoMessages_Is400AndNamesThem()
    {
        using var content = BinaryContent.Create(BinaryData.FromString("""{"model":"gpt-4o","messages":[]}"""));

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client("good", "gpt-4o").CompleteChatAsync(content));

        Assert.Equal(400, error.Status);
        Assert.Contains("messages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_RateLimitedUpstream_IsTriedAgainAfterTheWait()
    {
        var before = host.Seen(host.Keys["good"]);
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync("good", "limited", "Hello there"));

        Assert.Equal(429, error.Status);
        Assert.Equal(2, host.Seen(host.Keys["good"]) - before);
        Assert.True(clock.Elapsed > TimeSpan.FromMilliseconds(900), "The wait was not honoured.");
    }

    private async Task<ChatCompletion> AskAsync(string key, string model, string text)
        => (await Client(key, model).CompleteChatAsync([new UserChatMessage(text)], cancellationToken: TestContext.Current.CancellationToken)).Value;

    private ChatClient Client(string key, string model)
        => new(model, new ApiKeyCredential(host.Keys[key]), new() { Endpoint = new(host.OpenAIUrl), RetryPolicy = new ClientRetryPolicy(maxRetries: 1) });
}
