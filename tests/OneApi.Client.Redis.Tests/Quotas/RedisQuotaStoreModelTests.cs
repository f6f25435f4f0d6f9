using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.Redis.Tests.Quotas;

/// <summary>T1 on one Redis with one bucket: every chain, whatever its length, is one step.</summary>
public sealed class RedisQuotaStoreModelTests(SingleRedis redis) : QuotaStoreModel, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IQuotaStore Store => _stores.Quotas;

    protected override bool HasOwnClock => true;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync(), static options => options.Buckets = 1);

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;
}
