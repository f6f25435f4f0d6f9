using OneApi.Client.Tests.Servers;

namespace OneApi.Client.Redis.Tests;

/// <summary>One Redis for all tests that only need one; each of them takes a key prefix of its own. Started by the first that asks.</summary>
public sealed class SingleRedis : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(static () => RedisServer.StartAsync());

    /// <summary>Gets the server's URL, or skips the test where Redis is not installed.</summary>
    public async Task<string> UrlAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed");
        return (await _server.Value).Url;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
