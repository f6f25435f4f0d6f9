using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>A configuration that the gateway reads and watches.</summary>
internal sealed record ConfigurationSource(IConfiguration Configuration)
{
    /// <summary>The section itself, or the root that holds one named <c>OneApi</c>.</summary>
    public IConfiguration Section()
    {
        var inner = Configuration.GetSection("OneApi");
        return inner.Exists() ? inner : Configuration;
    }
}
