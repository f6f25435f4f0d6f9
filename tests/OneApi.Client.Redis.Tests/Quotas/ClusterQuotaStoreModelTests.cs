using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.Redis.Tests.Quotas;

/// <summary>T1 on the cluster. Chains over several buckets are all or none only at rest (I7), so that they have one account here.</summary>
public sealed class ClusterQuotaStoreModelTests(SixNodes nodes) : QuotaStoreModel, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IQuotaStore Store => _stores.Quotas;

    protected override bool HasOwnClock => true;

    protected override int MaxChain => 1;

    public async ValueTask InitializeAsync() => _stores = new(await nodes.UrlAsync(), static options => options.Buckets = 8);

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;
}
