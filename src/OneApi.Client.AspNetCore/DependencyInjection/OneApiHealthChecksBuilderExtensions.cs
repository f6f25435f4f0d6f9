using Microsoft.Extensions.Diagnostics.HealthChecks;
using OneApi.Client;
using OneApi.Client.AspNetCore.Draining;
using OneApi.Client.AspNetCore.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gateway to an application's health checks.</summary>
public static class OneApiHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check of the gateway's channels: what the gateway knows of them from its calls. It asks no provider and takes no time.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check; several with different names may be about different models.</param>
    /// <param name="configure">Says what the check is about, or <see langword="null"/>: all channels. Called once, here.</param>
    /// <param name="failureStatus">The status of a failed check; <see langword="null"/> is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by, or <see langword="null"/>.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>
    /// <para>
    /// Healthy: every channel takes calls. Degraded: a channel or a key rests, is about to be tried or was switched off by a person, or a model
    /// that channels or groups name has nobody. Failed: nothing that is configured can be served; or, with
    /// <see cref="OneApiHealthCheckOptions.Models"/>, one of these has nobody; and, with the gateway's endpoints, as soon as the host stops. A channel that the configuration switches off counts as if it
    /// were not there. Changes of the configuration are seen at once.
    /// </para>
    /// <para>
    /// The data of the result hold <c>channels</c> (<see cref="ChannelHealthEntry"/>: state, reason, since, until, what ends it; keys as
    /// fingerprints) and <c>unserved_models</c> (<see cref="ModelHealthEntry"/>). They name channels and groups, so show them to people of the
    /// house only; ASP.NET Core's own answer holds the status alone.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddOneApi(
        this IHealthChecksBuilder builder,
        string name = "oneapi",
        Action<OneApiHealthCheckOptions>? configure = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var options = new OneApiHealthCheckOptions();
        configure?.Invoke(options);
        return builder.Add(new(name, services => new OneApiHealthCheck(HealthOf(services), services.GetService<DrainState>(), options), failureStatus, tags));
    }

    private static IChannelHealth HealthOf(IServiceProvider services) =>
        services.GetService<IChannelHealth>() ?? throw new InvalidOperationException("The health check of OneApi.Client needs the gateway: call services.AddOneApi(…).");
}
