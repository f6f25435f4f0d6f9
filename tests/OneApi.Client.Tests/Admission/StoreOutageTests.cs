using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Admission;

/// <summary>A store of admission that can't be reached fails closed, with an error of ours, and calls that do not need it go on.</summary>
public sealed class StoreOutageTests
{
    public static TheoryData<bool> Doors => [false, true];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task WithoutTheStoreOfTokens_CallsWithATokenAreRefused(bool streaming)
    {
        await using var scenario = new Scenario("openai", configure: static options => options.Tokens.Pepper = new('p', 32), before: static services => services.AddSingleton<IAccessTokenStore, BrokenTokens>());
        var key = OneApi.Client.Admission.AccessKey.Create("oa").Text;

        var failure = (await scenario.AskAsync(streaming, options: new OneApiChatOptions { AccessToken = key })).Failure;

        Assert.Equal((OneApiErrorKind.NoChannel, "token_unavailable"), (failure.Kind, failure.ProviderCode));
        Assert.True(failure.IsTransient);
        Assert.Equal([0], scenario.Requests);
        Assert.DoesNotContain(key, failure + string.Join('\n', scenario.Lines(1101)), StringComparison.Ordinal);
        Assert.NotEmpty((await scenario.AskAsync(streaming)).Text);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task WithoutTheStoreOfLimits_LimitedCallersAreRefused(bool streaming)
    {
        await using var scenario = new PaidScenario(before: static services => services.AddSingleton<IRateLimitStore, BrokenLimits>());
        var limited = await scenario.GrantAsync(static request => request.Limits = new() { RequestsPerMinute = 1 });
        var free = await scenario.GrantAsync(static request => request.Name = "free");

        var failure = (await scenario.AskAsync(limited, streaming)).Failure;

        Assert.Equal((OneApiErrorKind.NoChannel, "rate_limit_unavailable"), (failure.Kind, failure.ProviderCode));
        Assert.Equal([0], scenario.Inner.Requests);
        Assert.Single(scenario.Inner.Lines(1101));
        Assert.NotEmpty((await scenario.AskAsync(free, streaming)).Text);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task WithoutTheStoreOfLimits_LimitedChannelsArePassedOver(bool streaming)
    {
        await using var scenario = new Scenario(
            "openai",
            channels: 2,
            static options => options.Channels[0].Limits = new() { Concurrency = 1 },
            static services => services.AddSingleton<IRateLimitStore, BrokenLimits>());

        Assert.Equal("two", (await scenario.AskAsync(streaming)).Trace.Channel);
        Assert.Equal([0, 1], scenario.Requests);
    }

    private sealed class BrokenLimits : IRateLimitStore
    {
        public ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit, CancellationToken cancellationToken) => throw new TimeoutException();

        public ValueTask ReleaseAsync(RateLimitPermit permit, long actualTokens, bool countsRequest, CancellationToken cancellationToken) => throw new TimeoutException();
    }

    private sealed class BrokenTokens : IAccessTokenStore
    {
        public ValueTask<bool> AddAsync(IReadOnlyList<StoredAccessToken> tokens, CancellationToken cancellationToken) => throw new TimeoutException();

        public ValueTask<bool> ReplaceAsync(StoredAccessToken token, CancellationToken cancellationToken) => throw new TimeoutException();

        public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken) => throw new TimeoutException();

        public ValueTask<StoredAccessToken?> FindByKeyAsync(string keyId, CancellationToken cancellationToken) => throw new TimeoutException();

        public ValueTask<StoredAccessToken?> GetAsync(string id, CancellationToken cancellationToken) => throw new TimeoutException();

        public async IAsyncEnumerable<StoredAccessToken> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.FromException(new TimeoutException());
            yield break;
        }
    }
}
