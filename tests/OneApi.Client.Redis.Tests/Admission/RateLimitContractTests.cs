using OneApi.Client.Tests.Admission;

namespace OneApi.Client.Redis.Tests.Admission;

public sealed class RateLimitContractTests(SixNodes nodes) : RateLimitStoreContract, IAsyncLifetime
{
    private RedisStores _stores = null!;

    protected override IRateLimitStore Store => _stores.RateLimits;

    public async ValueTask InitializeAsync() => _stores = new(await nodes.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;
}
