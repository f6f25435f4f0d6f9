using Microsoft.Extensions.Hosting;
using OneApi.Client.Admission;
using OneApi.Client.Channels;

namespace OneApi.Client.DependencyInjection;

/// <summary>Loads the configuration before the host starts anything else, so that a wrong one stops the start with all its errors.</summary>
internal sealed class StartupCheck(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = services.GetService(typeof(ChannelRegistry));
        _ = services.GetService(typeof(AccessTokens));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
