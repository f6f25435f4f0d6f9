using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Tests.Health;

/// <summary>A gateway on a clock of its own: channel <c>one</c> with the keys <c>key-a</c> and <c>key-b</c>, then <c>two</c> with <c>key-c</c>, tried in this order.</summary>
internal sealed class SharedGateway : IAsyncDisposable
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];

    public SharedGateway(KeyedProvider provider, Action<IOneApiBuilder> share, DateTimeOffset? begin = null)
    {
        Time = new(begin ?? Begin);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new Shared(provider)));
        share(services.AddOneApi(static options =>
        {
            options.Tokens.Pepper = new string('p', 48);
            options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKeys = { "key-a", "key-b" }, BaseUrl = "http://one.example/v1", Models = { "*" } });
            options.Channels.Add(new() { Name = "two", Provider = "openai", ApiKey = "key-c", BaseUrl = "http://two.example/v1", Models = { "*" } });
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Failover.SameChannelRetries = 0;
        }));
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _services;

    public IChannelHealth Health => _services.GetRequiredService<IChannelHealth>();

    public IChannelFactStore Store => _services.GetRequiredService<IChannelFactStore>();

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts what a host would start.</summary>
    public async Task<SharedGateway> StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(Stop);
            _started.Add(service);
        }

        return this;
    }

    /// <summary>Asks, and gives the key that has answered.</summary>
    public async Task<string> AskAsync() => (await _services.GetRequiredService<IChatClient>().GetResponseAsync("hi", new() { ModelId = "m" }, Stop)).Text;

    /// <summary>Asks once for each key of a channel, so that each of them has had the first turn. Gives the keys that have answered, without repetition.</summary>
    public async Task<string[]> AskInTurnAsync() => [.. new[] { await AskAsync(), await AskAsync() }.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How a channel stands, or one of its keys in the order of the configuration.</summary>
    public ChannelHealthEntry Entry(string channel, int? key = null) =>
        Health.List().Where(entry => entry.Channel == channel && entry.Model is null && (entry.Key is null) == key is null).ElementAt(key ?? 0);

    /// <summary>Lets the time between two exchanges pass, and waits until what the others have said holds here.</summary>
    public async Task ExchangeAsync(Func<SharedGateway, bool> holds)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(() => Task.FromResult(holds(this)));
    }

    /// <summary>Waits until the store has a word of this gateway.</summary>
    public Task SharedAsync(Func<ChannelFact, bool> matches) => UntilAsync(async () => (await Store.ListAsync(Stop)).Facts.Any(matches));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Bound);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_started))
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    /// <summary>The provider outlives the gateways that ask it.</summary>
    private sealed class Shared(KeyedProvider provider) : DelegatingHandler(provider)
    {
        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
