using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Makes a gateway forget how its channels are, for tests whose questions have nothing to do with each other.</summary>
internal static class HealthReset
{
    public static async Task AllAsync(IServiceProvider services)
    {
        var health = services.GetRequiredService<IChannelHealth>();
        foreach (var channel in health.List().Select(static entry => entry.Channel).Distinct())
        {
            await health.ResumeAsync(channel, TestContext.Current.CancellationToken);
        }
    }
}
