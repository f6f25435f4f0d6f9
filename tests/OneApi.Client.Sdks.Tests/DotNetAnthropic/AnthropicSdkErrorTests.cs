using System.Diagnostics;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace OneApi.Client.Sdks.Tests.DotNetAnthropic;

/// <summary>What Anthropic's .NET SDK makes of the gateway's refusals, and when it tries again.</summary>
public sealed class AnthropicSdkErrorTests(SdkHost host) : IClassFixture<SdkHost>
{
    [Theory]
    [InlineData("wrong", "gpt-4o", typeof(AnthropicUnauthorizedException), "authentication_error")]
    [InlineData("good", "no-such-model", typeof(AnthropicNotFoundException), "not_found_error")]
    [InlineData("forbidden", "gpt-4o", typeof(AnthropicForbiddenException), "permission_error")]
    [InlineData("exhausted", "gpt-4o", typeof(AnthropicPaymentRequiredException), "billing_error")]
    public async Task Refusal_NothingThatAnotherTryHelps_ThrowsAtOnce(string key, string model, System.Type exception, string type)
    {
        var before = host.Seen(host.Keys[key]);

        var error = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => AskAsync(key, model, "Hello there"));

        Assert.IsType(exception, error);
        Assert.Contains(type, error.ResponseBody, StringComparison.Ordinal);
        Assert.Equal(1, host.Seen(host.Keys[key]) - before);
    }

    [Fact]
    public async Task Refusal_TooLargeABody_Is413()
    {
        var error = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => AskAsync("good", "gpt-4o", Samples.TooLarge));

        Assert.Equal(413, (int)error.StatusCode);
        Assert.Contains("request_too_large", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_NoMessages_IsABadRequestThatNamesThem()
    {
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(() => Client("good").Messages.Create(new() { Model = "gpt-4o", MaxTokens = 10, Messages = [] }, TestContext.Current.CancellationToken));

        Assert.Contains("messages", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_RateLimitedUpstream_IsTriedAgainAfterTheWait()
    {
        var before = host.Seen(host.Keys["good"]);
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<AnthropicRateLimitException>(() => AskAsync("good", "limited", "Hello there"));

        Assert.Equal(2, host.Seen(host.Keys["good"]) - before);
        Assert.True(clock.Elapsed > TimeSpan.FromMilliseconds(900), "The wait was not honoured.");
    }

    private Task<Message> AskAsync(string key, string model, string text)
        => Client(key).Messages.Create(new() { Model = model, MaxTokens = 10, Messages = [new UserMessageParam(text)] }, TestContext.Current.CancellationToken);

    private AnthropicClient Client(string key) => new() { BaseUrl = host.Url, ApiKey = host.Keys[key], MaxRetries = 1 };
}
