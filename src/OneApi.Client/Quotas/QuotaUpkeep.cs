using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Quotas;

/// <summary>Ends holds whose time is over, now and then. Any node may do it.</summary>
internal sealed class QuotaUpkeep(IQuotaStore store, TimeProvider time, ILogger<QuotaUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await ReapAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async ValueTask ReapAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.ReapAsync(stoppingToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store may throw anything; the loop goes on
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.NotReaped(logger, error);
        }
    }
}
