using OneApi.Client.Tests.Health;

namespace OneApi.Client.Redis.Tests.Health;

public sealed class RedisFactStoreTests(SingleRedis redis) : ChannelFactStoreContract, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IChannelFactStore Store => _stores.Facts;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;
}
