using System.Diagnostics;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>Anthropic's own SDK for .NET sees each error as what it is, and tries again only where that helps.</summary>
public sealed class AnthropicErrorTests(SdkHost host) : IClassFixture<SdkHost>
{
    public static TheoryData<string> Channels => SdkChannelRows.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task WrongKey_IsUnauthorized_AndIsNotTriedAgain() => RefusedOnceAsync<AnthropicUnauthorizedException>("wrong", "gpt-4o", "authentication_error");

    [Fact]
    public Task UnknownModel_IsNotFound_AndIsNotTriedAgain() => RefusedOnceAsync<AnthropicNotFoundException>("good", "no-such-model", "not_found_error");

    [Fact]
    public Task OtherModel_IsForbidden_AndIsNotTriedAgain() => RefusedOnceAsync<AnthropicForbiddenException>("forbidden", "gpt-4o", "permission_error");

    [Fact]
    public Task ExhaustedQuota_IsPaymentRequired_AndIsNotTriedAgain() => RefusedOnceAsync<AnthropicPaymentRequiredException>("exhausted", "gpt-4o", "billing_error");

    [Fact]
    public async Task MalformedRequest_IsBadRequest_AndNamesTheField()
    {
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(() => AnthropicSdk.Of(host).Messages.Create(AnthropicSdk.Hello("gpt-4o") with { MaxTokens = -1 }, Stop));

        Assert.Contains("max_tokens", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyOfElevenMebibytes_IsTooLarge()
    {
        var error = await Assert.ThrowsAsync<AnthropicContentTooLargeException>(() =>
            AnthropicSdk.Of(host).Messages.Create(AnthropicSdk.Asking("gpt-4o", new UserMessageParam(new string('x', 11 * 1024 * 1024))), Stop));

        Assert.Contains("request_too_large", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LimitOfTheToken_IsARateLimit()
    {
        var client = AnthropicSdk.Of(host, "limited", retries: 0);
        await client.Messages.Create(AnthropicSdk.Hello("gpt-4o"), Stop);

        var error = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => client.Messages.Create(AnthropicSdk.Hello("gpt-4o"), Stop));

        Assert.Contains("rate_limit_error", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RateLimitUpstream_IsTriedAgainAfterTheWait_ThenIsARateLimit()
    {
        var before = host.Seen(host.Keys["good"]);
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<AnthropicRateLimitException>(() => AnthropicSdk.Of(host, retries: 1).Messages.Create(AnthropicSdk.Hello("limited"), Stop));

        Assert.Equal(2, host.Seen(host.Keys["good"]) - before);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.9), "the wait was not honoured");
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task ErrorInAStream_IsThrown_AfterWhatCame(string channel)
    {
        var pieces = 0;

        var error = await Assert.ThrowsAsync<AnthropicSseException>(async () =>
        {
            await foreach (var update in AnthropicSdk.Of(host).Messages.CreateStreaming(AnthropicSdk.Hello("broken-" + channel), Stop))
            {
                pieces += update.TryPickContentBlockDelta(out _) ? 1 : 0;
            }
        });

        Assert.Contains("error", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(pieces > 0, "nothing came before the error");
    }

    private async Task RefusedOnceAsync<T>(string key, string model, string type)
        where T : AnthropicApiException
    {
        var before = host.Seen(host.Keys[key]);

        var error = await Assert.ThrowsAsync<T>(() => AnthropicSdk.Of(host, key).Messages.Create(AnthropicSdk.Hello(model), Stop));

        Assert.Contains($"\"type\":\"{type}\"", error.ResponseBody, StringComparison.Ordinal);
        Assert.Equal(1, host.Seen(host.Keys[key]) - before);
    }
}
