using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Settings;

/// <summary>Takes the store's settings up at the start, and what other nodes change within two seconds. A store that can't be reached stops nothing.</summary>
internal sealed class SettingsUpkeep(GatewaySettings settings, TimeProvider time, ILogger<SettingsUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await settings.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store may throw anything, and the loop goes on
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StoreUnreachable(logger, error);
        }
    }
}
