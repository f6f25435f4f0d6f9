using OneApi.Client.Tests.Health;

namespace OneApi.Client.Redis.Tests.Health;

public sealed class ClusterFactStoreTests(SixNodes nodes) : ChannelFactStoreContract, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IChannelFactStore Store => _stores.Facts;

    public async ValueTask InitializeAsync() => _stores = new(await nodes.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;
}
