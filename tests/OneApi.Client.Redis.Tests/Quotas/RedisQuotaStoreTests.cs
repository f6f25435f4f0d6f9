using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.Redis.Tests.Quotas;

/// <summary>The contract on one Redis.</summary>
public sealed class RedisQuotaStoreTests(SingleRedis redis) : QuotaStoreContract, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IQuotaStore Store => _stores.Quotas;

    protected override TimeSpan Lifetime => TimeSpan.FromMilliseconds(500);

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override Task AdvanceAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(20), Stop);
}
