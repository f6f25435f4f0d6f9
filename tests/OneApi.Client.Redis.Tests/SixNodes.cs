using OneApi.Client.Tests.Servers;

namespace OneApi.Client.Redis.Tests;

/// <summary>One Redis Cluster for all tests that leave it whole. Started by the first that asks.</summary>
public sealed class SixNodes : IAsyncDisposable
{
    private readonly Lazy<Task<RedisCluster>> _cluster = new(static () => RedisCluster.StartAsync(nodeTimeoutMilliseconds: 5000));

    /// <summary>Gets the nodes' URL, or skips the test where Redis is not installed.</summary>
    public async Task<string> UrlAsync()
    {
        Assert.SkipUnless(RedisCluster.IsInstalled, "redis-server and redis-cli are not installed");
        return (await _cluster.Value).Url;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
