using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway.Spark;

/// <summary>A gateway with one channel to a fake of Spark, over the wire that a test names. Both live by one clock where a test gives one.</summary>
internal sealed class SparkGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SparkGateway(string protocol = "websocket", TimeProvider? time = null, TimeProvider? fakeTime = null, Action<ChannelConfig>? configure = null)
    {
        var options = new FakeProviderOptions();
        options.TimeProvider = fakeTime ?? time ?? options.TimeProvider;
        Fake = FakeSpark.Start(options);
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton<IUsageObserver>(Usage);
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddOneApi(gateway =>
        {
            var channel = new ChannelConfig { Name = "spark", Provider = "spark", Protocol = protocol, ApiKey = Fake.ApiKey, SecretKey = Fake.SecretKey, AppId = Fake.AppId, BaseUrl = Fake.Url, Models = { "*" } };
            if (protocol == "http")
            {
                (channel.BaseUrl, channel.ApiKey) = (Fake.HttpUrl, FakeSpark.ApiPassword);
            }

            configure?.Invoke(channel);
            gateway.Channels.Add(channel);
            gateway.Failover.SameChannelRetries = 0;
        });
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public FakeSpark Fake { get; }

    public UsageCollector Usage { get; } = new();

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    /// <summary>Gets everything that was logged, exceptions included.</summary>
    public string Logged => string.Join('\n', _services.GetFakeLogCollector().GetSnapshot().Select(static record => record.Message + record.Exception));

    public FakeRequest[] At(string path) => [.. Fake.Requests.Where(request => request.Path == path)];

    public Task<Answer> AskAsync(bool streaming, ChatOptions? options = null, CancellationToken? cancellationToken = null)
    {
        options ??= new();
        options.ModelId ??= "generalv3.5";
        return Answer.OfAsync(Chat, streaming, [new(ChatRole.User, "hello")], options, cancellationToken ?? Bound);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
