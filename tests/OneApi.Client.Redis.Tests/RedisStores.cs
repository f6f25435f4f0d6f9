using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;

namespace OneApi.Client.Redis.Tests;

/// <summary>The stores of one node under a key prefix of their own, without a host.</summary>
internal sealed class RedisStores : IAsyncDisposable
{
    public RedisStores(string url, Action<RedisOptions>? configure = null, bool keepsRecords = true)
    {
        Options = new() { Url = url, KeyPrefix = $"t{Guid.NewGuid():N}:" };
        configure?.Invoke(Options);
        Connection = new(Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<RedisConnection>.Instance);
        Runner = new(Connection, TimeProvider.System);
        Buckets = new(Options);
        Quotas = new(Runner, Buckets, Options, keepsRecords, NullLogger<RedisQuotaStore>.Instance);
    }

    public RedisOptions Options { get; }

    public RedisConnection Connection { get; }

    public RedisRunner Runner { get; }

    public Buckets Buckets { get; }

    public RedisQuotaStore Quotas { get; }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
