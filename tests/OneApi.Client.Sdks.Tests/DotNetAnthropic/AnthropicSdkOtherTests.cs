using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Anthropic.Services;

namespace OneApi.Client.Sdks.Tests.DotNetAnthropic;

/// <summary>What Anthropic's .NET SDK offers beside plain messages: typed answers, counts of tokens; and the limit of an access token.</summary>
public sealed class AnthropicSdkOtherTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SdkChannel.WithSchemas), MemberType = typeof(SdkChannel))]
    public async Task TypedAnswer_IsRead(string channel)
    {
        var answer = await Sdk("good").Messages.Create<Trip>(Hello(SdkChannel.Of(channel).Model), Bound);

        var trip = Assert.Single(answer.Content).Parsed()!;
        Assert.NotNull(trip.City);
        Assert.NotNull(trip.Days);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task CountOfTokens_GrowsWithTheText(string channel)
    {
        var few = await Sdk("good").Messages.CountTokens(new() { Model = SdkChannel.Of(channel).Model, Messages = [new UserMessageParam("Hello there")] }, Bound);
        var many = await Sdk("good").Messages.CountTokens(new() { Model = SdkChannel.Of(channel).Model, Messages = [new UserMessageParam("Hello there, how are you today, and how was yesterday")] }, Bound);

        Assert.InRange(few.InputTokens, 1, many.InputTokens - 1);
    }

    [Fact]
    public async Task LimitOfTheToken_IsARateLimit()
    {
        await Sdk("limited").Messages.Create(Hello("gpt-4o"), Bound);

        var error = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => Sdk("limited").Messages.Create(Hello("gpt-4o"), Bound));

        Assert.Contains("rate_limit_error", error.ResponseBody, StringComparison.Ordinal);
    }

    private static MessageCreateParams Hello(string model) => new() { Model = model, MaxTokens = 200, Messages = [new UserMessageParam("Hello there")] };

    private AnthropicClient Sdk(string key) => new() { BaseUrl = host.Url, ApiKey = host.Keys[key], MaxRetries = 0 };
}
