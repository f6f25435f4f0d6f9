using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>The examples that lie beside the gateway are settings that it takes.</summary>
public sealed class ExampleSettingsTests
{
    [Fact]
    public void TheJsonExample_IsRight_AndHasTheStorysGroups()
    {
        var (options, endpoints) = Read(static configuration => configuration.AddJsonFile(PathOf("appsettings.example.json")));

        Assert.Equal(["content_generation", "customer_service", "internal_dev"], options.Groups.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("qwen-plus", options.Groups["customer_service"].ModelMap["qwen-max"]);
        Assert.Empty(options.ForwardHeaders);
        Assert.Equal(["127.0.0.1"], endpoints.KnownProxies);
    }

    /// <summary>The story's <c>proxy</c>, at the root as they wrote it, through the YAML provider.</summary>
    [Fact]
    public void TheYamlExample_IsRight_AndForwardsTheStorysHeaders()
    {
        var (options, _) = Read(static configuration => configuration.AddYamlFile(PathOf("config.example.yaml")));

        Assert.Equal(["X-Forwarded-For", "User-Agent"], options.ForwardHeaders);
        Assert.Equal(["qwen-max", "qwen-plus"], Assert.Single(options.Channels).Models);
    }

    private static string PathOf(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, file);

    private static (OneApiOptions Options, OneApiEndpointOptions Endpoints) Read(Action<IConfigurationBuilder> add)
    {
        var configuration = new ConfigurationBuilder();
        add(configuration);
        var services = new ServiceCollection();
        services.AddOneApi(configuration.Build()).AddAspNetCore();
        using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IChatClient>(); // throws with every error
        return (provider.GetRequiredService<IOptions<OneApiOptions>>().Value, provider.GetRequiredService<IOptions<OneApiEndpointOptions>>().Value);
    }
}
