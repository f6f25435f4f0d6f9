using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Draining;

/// <summary>
/// Waits, when the host stops, for the calls that run, while the server still listens: so that load balancers see that readiness fails, and late
/// calls get an answer. Only then the server and the stores are stopped.
/// </summary>
internal sealed class DrainService(DrainState state, IHostApplicationLifetime lifetime, IOptions<OneApiEndpointOptions> options, TimeProvider time, ILogger<DrainService> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>How long calls have to write their last words when their time is over.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(state.Begin);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Begin();
        if (state.Running == 0)
        {
            return;
        }

        Log.Draining(logger, state.Running, options.Value.DrainTimeout);
        if (await IsIdleWithinAsync(options.Value.DrainTimeout, cancellationToken).ConfigureAwait(false))
        {
            Log.Drained(logger);
            return;
        }

        Log.DrainTimedOut(logger, state.Running, options.Value.DrainTimeout);
        await state.EndRunningAsync().ConfigureAwait(false);
        await IsIdleWithinAsync(LastWords, cancellationToken).ConfigureAwait(false);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task<bool> IsIdleWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await state.WhenIdleAsync().WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
