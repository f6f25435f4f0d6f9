using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Providers;

/// <summary>A gateway with one channel to one fake, both on one clock.</summary>
internal sealed class ProviderGateway<TFake> : IAsyncDisposable
    where TFake : FakeProvider
{
    private readonly ServiceProvider _services;
    private readonly string _model;

    public ProviderGateway(TFake fake, string provider, string model, TimeProvider? time, Action<ChannelConfig>? configure, int sameChannelRetries = 0)
    {
        Fake = fake;
        _model = model;
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddOneApi(options =>
        {
            var channel = new ChannelConfig { Name = "one", Provider = provider, ApiKey = fake.ApiKey, SecretKey = fake.SecretKey, BaseUrl = fake.Url, Models = { "*" } };
            configure?.Invoke(channel);
            options.Channels.Add(channel);
            options.Failover.SameChannelRetries = sameChannelRetries;
        });
        _services = services.BuildServiceProvider();
    }

    public TFake Fake { get; }

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public IImageGenerator Images => _services.GetRequiredService<IImageGenerator>();

    private IChatClient Chat => _services.GetRequiredService<IChatClient>();

    /// <summary>Asks; what earlier questions have taught of the key's health is forgotten, so that each reaches the provider.</summary>
    public async Task<Answer> AskAsync(bool streaming, string text = "hello", ChatOptions? options = null)
    {
        await Gateway.HealthReset.AllAsync(_services);
        options ??= new();
        options.ModelId ??= _model;
        return await Answer.OfAsync(Chat, streaming, [new(ChatRole.User, text)], options, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Fake.DisposeAsync();
    }
}

/// <summary>Gateways by provider.</summary>
internal static class ProviderGateway
{
    public const string Endpoint = "ep-20250101000000-abcde";

    public static ProviderGateway<FakeHunyuan> ToHunyuan(TimeProvider? time = null, Action<ChannelConfig>? configure = null, TimeProvider? fakeTime = null) =>
        new(FakeHunyuan.Start(OptionsOf(fakeTime ?? time)), "hunyuan", "hunyuan-turbos-latest", time, configure);

    public static ProviderGateway<FakeDoubao> ToDoubao(TimeProvider? time = null, Action<ChannelConfig>? configure = null, int sameChannelRetries = 0) =>
        new(FakeDoubao.Start(OptionsOf(time)), "doubao", Endpoint, time, configure, sameChannelRetries);

    private static FakeProviderOptions OptionsOf(TimeProvider? time) => new() { TimeProvider = time ?? TimeProvider.System };
}
