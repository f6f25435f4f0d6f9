using Microsoft.Extensions.Logging.Abstractions;
using OneApi.Client.Redis.Admission;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Health;
using OneApi.Client.Redis.Quotas;
using OneApi.Client.Redis.Usage;

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
        var durable = new DurableLedger(Durable);
        Mover = new(Runner, Buckets, Quotas, durable, NullLogger<LedgerMover>.Instance);
        Ledger = new(Runner, Buckets, Mover, durable, Options);
        Facts = new(Runner, Options, NullLogger<RedisChannelFactStore>.Instance);
        RateLimits = new(Runner, Buckets, NullLogger<RedisRateLimitStore>.Instance);
    }

    public RedisOptions Options { get; }

    public RedisConnection Connection { get; }

    public RedisRunner Runner { get; }

    public Buckets Buckets { get; }

    public RedisQuotaStore Quotas { get; }

    /// <summary>Gets the ledger behind Redis.</summary>
    public TestLedger Durable { get; } = new();

    public LedgerMover Mover { get; }

    public RedisUsageLedger Ledger { get; }

    public RedisChannelFactStore Facts { get; }

    public RedisRateLimitStore RateLimits { get; }

    /// <summary>Waits until the client has seen that its connection is broken.</summary>
    public async Task LostAsync(CancellationToken cancellationToken)
    {
        while (Connection.Database!.Multiplexer.IsConnected)
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Another node that shares everything with this one.</summary>
    public RedisStores Neighbour() => new(Options.Url!, options => options.KeyPrefix = Options.KeyPrefix);

    public LedgerDrain Drain(TestLedger? durable = null)
    {
        var ledger = new DurableLedger(durable ?? Durable);
        return new(Runner, Buckets, new(Runner, Buckets, Quotas, ledger, NullLogger<LedgerMover>.Instance), ledger, TimeProvider.System, NullLogger<LedgerDrain>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        Mover.Dispose();
        await Connection.DisposeAsync();
    }
}
