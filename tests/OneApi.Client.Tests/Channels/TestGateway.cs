using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Tests.Channels;

/// <summary>A container with the gateway, as strict as containers can be.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestGateway(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<IProviderAdapter>(Adapter);
        register(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public CollectedLogs Logs { get; } = new();

    public StubAdapter Adapter { get; } = new();

    public IServiceProvider Services => _services;

    public IChatClient Client => _services.GetRequiredService<IChatClient>();

    public GatewaySnapshot Snapshot => _services.GetRequiredService<ChannelRegistry>().Current;

    public static TestGateway Of(Action<OneApiOptions> configure) => new(services => services.AddOneApi(configure));

    public static TestGateway Of(IConfiguration configuration) => new(services => services.AddOneApi(configuration));

    public static TestGateway Of(string json) => Of(EditableConfiguration.Of(json));

    public async Task<string> AskAsync(string? model = "m", ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        options.ModelId ??= model;
        return (await Client.GetResponseAsync("hi", options, cancellationToken)).Text;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
