using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.Redis.Tests.Connection;

public sealed class ServerCheckTests(SingleRedis redis, SixNodes nodes)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APolicyThatThrowsKeysOut_IsRefused()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed");
        await using var server = await RedisServer.StartAsync(appendOnly: false, "--maxmemory-policy", "allkeys-lru");
        await using var stores = new RedisStores(server.Url);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await stores.Quotas.GetAsync("a", Stop));

        Assert.Contains("'allkeys-lru'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'noeviction'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherNumberOfBuckets_IsRefused()
    {
        await using var first = new RedisStores(await redis.UrlAsync());
        await first.Connection.ConnectAsync(Stop);
        await using var second = new RedisStores(await redis.UrlAsync(), options => (options.KeyPrefix, options.Buckets) = (first.Options.KeyPrefix, 32));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.Connection.ConnectAsync(Stop));

        Assert.Contains("OneApi:Redis:Buckets: is 32", error.Message, StringComparison.Ordinal);
        Assert.Contains("use 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAnAppendOnlyFile_ItWarns_AndGoesOn()
    {
        var log = await ConnectAsync(await redis.UrlAsync());

        Assert.Equal(1, log.Collector.GetSnapshot().Count(static record => record.Id.Id == 3003 && record.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task ClusterNodesWithReplicasAndAppendOnlyFiles_NeedNoWarning()
    {
        var log = await ConnectAsync(await nodes.UrlAsync());

        Assert.DoesNotContain(log.Collector.GetSnapshot(), static record => record.Level >= LogLevel.Warning);
    }

    private static async Task<FakeLogger<RedisConnection>> ConnectAsync(string url)
    {
        var log = new FakeLogger<RedisConnection>();
        var options = new RedisOptions { Url = url, KeyPrefix = $"t{Guid.NewGuid():N}:" };
        await using var connection = new RedisConnection(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System, log);
        await connection.ConnectAsync(Stop);
        return log;
    }
}
