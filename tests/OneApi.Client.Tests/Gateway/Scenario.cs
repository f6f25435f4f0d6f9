using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A gateway in front of fakes: channels <c>one</c>, <c>two</c>, <c>three</c>, tried in this order, each with a fake of its own.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly string[] Names = ["one", "two", "three"];
    private readonly ServiceProvider _services;

    public Scenario(
        string wire,
        int channels = 1,
        Action<OneApiOptions>? configure = null,
        Action<IServiceCollection>? before = null,
        Action<IServiceCollection>? after = null,
        FakeProviderOptions? fakes = null)
    {
        Wire = ChatWires.Of(wire);
        Fakes = [.. Enumerable.Range(0, channels).Select(_ => Wire.Start(fakes ?? new()))];
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton<IUsageObserver>(Usage);
        before?.Invoke(services);
        services.AddOneApi(options =>
        {
            for (var i = 0; i < Fakes.Length; i++)
            {
                options.Channels.Add(new() { Name = Names[i], Provider = Wire.Provider, ApiKey = Fakes[i].ApiKey, BaseUrl = Fakes[i].Url, Models = { "*" } });
            }

            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Failover.SameChannelRetries = 0;
            configure?.Invoke(options);
        });
        after?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public Wire Wire { get; }

    public FakeProvider[] Fakes { get; }

    public FakeProvider Fake => Fakes[0];

    public UsageCollector Usage { get; } = new();

    public IServiceProvider Services => _services;

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    /// <summary>Gets how many requests each fake has seen.</summary>
    public int[] Requests => [.. Fakes.Select(static fake => fake.Requests.Count)];

    /// <summary>The lines of one event, in order.</summary>
    public string[] Lines(int eventId) => [.. Logs.GetSnapshot().Where(record => record.Id.Id == eventId).Select(static record => record.Message)];

    public Task<Answer> AskAsync(bool streaming, string text = "hello", ChatOptions? options = null, CancellationToken? cancellationToken = null) =>
        AskAsync(streaming, [new ChatMessage(ChatRole.User, text)], options, cancellationToken);

    /// <summary>Calls the gateway whole or streamed; what is thrown is part of the answer.</summary>
    public Task<Answer> AskAsync(bool streaming, IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken? cancellationToken = null)
    {
        options ??= new();
        options.ModelId ??= Wire.Model;
        return Answer.OfAsync(Chat, streaming, messages, options, cancellationToken ?? Bound);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var fake in Fakes)
        {
            await fake.DisposeAsync();
        }
    }
}
