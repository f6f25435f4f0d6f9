using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Draining;

/// <summary>The host's own limit on stopping leaves the drain its time, and the stores some after it.</summary>
internal sealed class DrainHostOptions(IOptions<OneApiEndpointOptions> endpoints) : IPostConfigureOptions<HostOptions>
{
    private static readonly TimeSpan ForStores = TimeSpan.FromSeconds(10);

    public void PostConfigure(string? name, HostOptions options)
    {
        if (DrainTimeout() is not { } drain)
        {
            return;
        }

        var needed = drain + DrainService.LastWords + ForStores;
        if (options.ShutdownTimeout != Timeout.InfiniteTimeSpan && options.ShutdownTimeout < needed)
        {
            options.ShutdownTimeout = needed;
        }
    }

    /// <summary>A host asks for its own options long before it starts. What is wrong with ours is said then, together with all other errors.</summary>
    private TimeSpan? DrainTimeout()
    {
        try
        {
            return endpoints.Value.DrainTimeout;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
