using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A gateway with a channel to one of Baidu's fakes, and, where a test wants it, a spare one at OpenAI's.</summary>
internal sealed class BaiduGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BaiduGateway(FakeProvider fake, string provider = "wenxin", TimeProvider? time = null, FakeOpenAI? spare = null, Action<ChannelConfig>? configure = null)
    {
        var channel = new ChannelConfig { Name = "baidu", Provider = provider, ApiKey = fake.ApiKey, SecretKey = fake.SecretKey, BaseUrl = fake.Url, Models = { "*" }, Priority = 1 };
        configure?.Invoke(channel);
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Channels.Add(channel);
            if (spare is not null)
            {
                options.Channels.Add(new() { Name = "spare", Provider = "openai", ApiKey = spare.ApiKey, BaseUrl = spare.Url, Models = { "*" } });
            }
        });
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public Task<Answer> AskAsync(bool streaming, string text = "hello") =>
        Answer.OfAsync(_services.GetRequiredService<IChatClient>(), streaming, [new(ChatRole.User, text)], new() { ModelId = "ernie-4.0-8k" }, Bound);

    /// <summary>So many callers at once.</summary>
    public Task<Answer[]> AskAllAsync(int callers, bool streaming) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(() => AskAsync(streaming, $"caller {number}"), Bound)));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
