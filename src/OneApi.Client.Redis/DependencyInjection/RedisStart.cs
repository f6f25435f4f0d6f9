using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>Connects when the host starts: a Redis that is set up wrongly stops the start, one that can't be reached yet does not.</summary>
internal sealed class RedisStart(RedisConnection connection, RegisteredLedger ledger, ILogger<RedisConnection> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (ledger.IsReplaced)
        {
            Log.LedgerNotDecorated(logger);
        }

        try
        {
            await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
            Log.Connected(logger, connection.Options.Buckets, connection.Options.KeyPrefix);
        }
        catch (QuotaStoreException error)
        {
            Log.NotReached(logger, error);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
