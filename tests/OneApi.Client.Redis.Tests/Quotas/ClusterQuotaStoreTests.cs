using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.Redis.Tests.Quotas;

/// <summary>The contract on a Redis Cluster of six nodes. The contract's chains are over several buckets here, and mostly over several nodes.</summary>
public sealed class ClusterQuotaStoreTests(SixNodes nodes) : QuotaStoreContract, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IQuotaStore Store => _stores.Quotas;

    protected override TimeSpan Lifetime => TimeSpan.FromMilliseconds(500);

    public async ValueTask InitializeAsync() => _stores = new(await nodes.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override Task AdvanceAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(20), Stop);
}
