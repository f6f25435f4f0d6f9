using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests;

/// <summary>Two gateway processes share one customer: together they serve what the customer's money pays for, and not a call more.</summary>
public sealed class TwoGatewaysTests
{
    /// <summary>11 × 2 + 7 × 10 + 100 micro-dollars a call.</summary>
    private const long PriceOfACall = 192;

    /// <summary>"hello" makes 7 tokens of input, and 50 of output are allowed: 7 × 2 + 50 × 10 + 100.</summary>
    private const long HoldOfACall = 614;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StoreSet.All), MemberType = typeof(StoreSet))]
    public async Task TogetherTheyServeWhatTheMoneyPaysFor(string kind)
    {
        // 400 calls each are asked for; after 700 too little is left to set another one aside.
        const int paid = 700;
        const long quota = (paid * PriceOfACall) + HoldOfACall - PriceOfACall;
        await using var stores = await StoreSet.StartAsync(kind, Stop);
        await using var provider = FakeOpenAI.Start();
        provider.Reply(new FakeReply { Chunks = ["one ", "two "], Usage = new() { InputTokens = 11, OutputTokens = 7 } });
        var token = await GatewayProcess.MakeTokenAsync(stores.Database, stores.RedisUrl, quota, Stop);

        using var one = GatewayProcess.Start(stores.Database, stores.RedisUrl, provider, token, callers: 8);
        using var two = GatewayProcess.Start(stores.Database, stores.RedisUrl, provider, token, callers: 8);
        await one.ReadyAsync(Stop);
        await two.ReadyAsync(Stop);
        one.Go();
        two.Go();
        await one.EndAsync(Stop);
        await two.EndAsync(Stop);

        Assert.True(one.IsDone && two.IsDone, string.Join('\n', one.Errors.Concat(two.Errors)));
        Assert.Equal(paid, one.Acknowledged.Count + two.Acknowledged.Count);
        Assert.True(!one.Acknowledged.IsEmpty && !two.Acknowledged.IsEmpty, "one of them served nobody");
        Assert.Equal(paid, provider.Requests.Count);
        await using var services = stores.Open();
        Assert.Empty((await services.GetRequiredService<IUsageReports>().ReconcileAsync(Stop)).Differences);
        var account = (await services.GetRequiredService<IQuotaStore>().ListAsync(Stop).SingleAsync(Stop)).Value;
        Assert.Equal((paid * PriceOfACall, 0), (account.SettledMicros, account.HeldMicros));
    }
}
