using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Recordings;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Replay.Tests.Gateway;

/// <summary>The only file that touches the library: one channel, no failover and no retry, so that nothing blurs a result.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string ChannelName = "replay";

    private readonly ServiceProvider _services;

    private GatewayUnderTest(ServiceProvider services) => _services = services;

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public IImageGenerator Images => _services.GetRequiredService<IImageGenerator>();

    public static GatewayUnderTest Start(ReplayChannel channel, string baseUrl)
    {
        var services = new ServiceCollection();
        services.AddOneApi(options =>
        {
            options.Channels.Add(new ChannelConfig
            {
                Name = ChannelName,
                Provider = channel.Provider,
                Protocol = channel.Protocol,
                ApiKey = "sk-replay",
                BaseUrl = baseUrl + channel.BasePath,
                ApiVersion = channel.ApiVersion,
                Models = { "*" },
            });
            options.Failover.MaxAttempts = 1;
            options.Failover.SameChannelRetries = 0;
        });

        return new GatewayUnderTest(services.BuildServiceProvider());
    }

    public static GatewayFailure? FailureOf(Exception exception) => exception is OneApiException failure
        ? new(failure.Kind.ToString(), failure.Provider, failure.Channel, failure.StatusCode is { } status ? (int)status : null, failure.RetryAfter, failure.ToString())
        : null;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
