using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>A configuration that the gateway reads and watches.</summary>
internal sealed class ConfigurationSource(IConfiguration configuration) : IOneApiConfiguration
{
    private const string SectionName = "OneApi";

    public IConfiguration Configuration { get; } = configuration;

    /// <summary>The section itself, or the root that holds one named <c>OneApi</c>.</summary>
    public IConfiguration Section()
    {
        var inner = Configuration.GetSection(SectionName);
        return inner.Exists() ? inner : Configuration;
    }

    public IConfigurationSection GetSection(string key) => Section().GetSection(key);

    /// <summary>The section <c>Proxy</c> that stands beside <c>OneApi</c> in a root that holds both.</summary>
    public IConfigurationSection? ProxyBeside() =>
        Configuration is not IConfigurationSection && !ReferenceEquals(Section(), Configuration) ? Configuration.GetSection("Proxy") : null;

    /// <summary>Whether both read the same section of the same root, however they were asked for: a section is a new object each time.</summary>
    public bool IsSameAs(ConfigurationSource other) =>
        Path().Equals(other.Path(), StringComparison.OrdinalIgnoreCase)
        && (ReferenceEquals(Configuration, other.Configuration) || ReferenceEquals(Configuration.GetReloadToken(), other.Configuration.GetReloadToken()));

    private string Path() => Section() is IConfigurationSection section ? section.Path : SectionName;
}
