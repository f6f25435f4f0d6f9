using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client.EntityFrameworkCore.Quotas;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>Brings the tables up to date before the host serves, and then ends holds that are over and forgets old reservations, again and again.</summary>
/// <remarks>It does not stop the writer: calls that end late still settle. The container disposes the writer, which finishes what is queued.</remarks>
internal sealed class DatabaseService(GatewayDatabase database, StoreWriter writer, TimeProvider time, ILogger<DatabaseService> logger) : BackgroundService
{
    private readonly EntityFrameworkQuotaStore _quotas = new(database, writer);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(database.Options.ReapInterval, time);
        while (await NextAsync(timer, stoppingToken).ConfigureAwait(false))
        {
            try
            {
                var ended = await _quotas.ReapAsync(stoppingToken).ConfigureAwait(false);
                if (ended > 0)
                {
                    Log.Reaped(logger, ended);
                }
            }
            catch (QuotaStoreException exception)
            {
                Log.ReapFailed(logger, exception.InnerException?.GetType().Name ?? exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
