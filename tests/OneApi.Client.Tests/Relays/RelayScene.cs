using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Relays;

/// <summary>A gateway in front of two servers that offer everything: channels <c>one</c> and <c>two</c>, tried in this order. The public model <c>m</c> is <c>wire-m</c> to them.</summary>
internal sealed class RelayScene : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public RelayScene(Action<OneApiOptions>? configure = null, Func<FakeProvider>? start = null, string provider = "openai-compatible")
    {
        start ??= static () => FakeOpenAICompatible.Start("openai-compatible");
        Fakes = [start(), start()];
        var services = new ServiceCollection();
        services.AddSingleton<IUsageObserver>(Usage);
        services.AddOneApi(options =>
        {
            options.Channels.Add(new() { Name = "one", Provider = provider, ApiKey = Fakes[0].ApiKey, BaseUrl = Fakes[0].Url, Models = { "m" }, ModelMap = { ["m"] = "wire-m" } });
            options.Channels.Add(new() { Name = "two", Provider = provider, ApiKey = Fakes[1].ApiKey, BaseUrl = Fakes[1].Url, Models = { "m" }, ModelMap = { ["m"] = "wire-m" } });
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Failover.SameChannelRetries = 0;
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public FakeProvider[] Fakes { get; }

    public UsageCollector Usage { get; } = new();

    public IOneApiGateway Gateway => _services.GetRequiredService<IOneApiGateway>();

    public IServiceProvider Services => _services;

    public int[] Requests => [.. Fakes.Select(static fake => fake.Requests.Count)];

    /// <summary>Relays and reads to the end.</summary>
    public async Task<(RelayedAnswer Answer, byte[] Bytes)> RelayAsync(RelayRequest request, CancellationToken? cancellationToken = null)
    {
        await using var answer = await Gateway.RelayAsync(request, cancellationToken ?? Bound);
        List<byte> bytes = [];
        await foreach (var piece in answer.ReadAsync(Bound))
        {
            bytes.AddRange(piece.Span);
        }

        return (answer, [.. bytes]);
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
