using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A gateway with one channel to one provider's fake, no retries.</summary>
internal sealed class OneChannel : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OneChannel(string provider, FakeProvider fake, Action<ChannelConfig>? configure = null)
    {
        Fake = fake;
        var channel = new ChannelConfig { Name = "one", Provider = provider, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "*" } };
        configure?.Invoke(channel);
        var services = new ServiceCollection();
        services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Channels.Add(channel);
        });
        _services = services.BuildServiceProvider();
    }

    public FakeProvider Fake { get; }

    /// <summary>Gets the last request that reached the fake.</summary>
    public FakeRequest Sent => Fake.Requests[^1];

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public Task<Answer> AskAsync(bool streaming, string model, ChatOptions? options = null)
    {
        options ??= new();
        options.ModelId = model;
        return Answer.OfAsync(Chat, streaming, [new(ChatRole.User, "hello")], options, TestContext.Current.CancellationToken);
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(IEnumerable<string> texts, string model, EmbeddingGenerationOptions? options = null)
    {
        options ??= new();
        options.ModelId = model;
        return Embeddings.GenerateAsync(texts, options, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
