using Microsoft.Extensions.Diagnostics.HealthChecks;
using OneApi.Client.AspNetCore.Draining;

namespace OneApi.Client.AspNetCore.HealthChecks;

/// <summary>Says how the channels are, as the gateway knows it from its calls: no provider is asked.</summary>
internal sealed class OneApiHealthCheck(IChannelHealth health, DrainState? drain, OneApiHealthCheckOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain is { IsDraining: true })
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "The gateway is shutting down."));
        }

        var channels = health.List();
        var models = options.Models.Count == 0 ? health.ListModels() : [.. options.Models.Select(model => health.GetModel(model, options.Group))];
        var unserved = models.Where(static model => !model.IsServed).ToArray();
        var data = new Dictionary<string, object> { ["channels"] = channels, ["unserved_models"] = unserved };
        var status = StatusOf(context, channels, models, unserved.Length);
        return Task.FromResult(new HealthCheckResult(status, HealthText.Of(channels, unserved), data: data));
    }

    private HealthStatus StatusOf(HealthCheckContext context, IReadOnlyList<ChannelHealthEntry> channels, IReadOnlyList<ModelHealthEntry> models, int unserved)
    {
        if (options.Models.Count > 0)
        {
            return unserved > 0 ? context.Registration.FailureStatus : models.Any(static model => model.Ready < model.Channels) ? HealthStatus.Degraded : HealthStatus.Healthy;
        }

        if (unserved == models.Count)
        {
            return context.Registration.FailureStatus;
        }

        return unserved > 0 || channels.Any(Matters) ? HealthStatus.Degraded : HealthStatus.Healthy;
    }

    /// <summary>A channel that the configuration switches off is as it should be, and a model that a provider does not have may be anything that a caller has thought up.</summary>
    private static bool Matters(ChannelHealthEntry entry) =>
        entry.State is ChannelHealthState.Resting or ChannelHealthState.Probing or ChannelHealthState.SwitchedOff
        && !HealthText.IsOffByConfiguration(entry)
        && entry.Reason is not HealthReason.ModelRefused;
}
