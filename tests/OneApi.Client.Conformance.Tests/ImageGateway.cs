using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>A gateway with one channel to each of the subjects' fakes, all serving the model <c>picture</c>, in this order.</summary>
internal sealed class ImageGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ImageGateway(params ImageSubject[] subjects)
    {
        Fakes = [.. subjects.Select(subject => subject.Start(new() { TimeProvider = Time }))];
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            for (var i = 0; i < subjects.Length; i++)
            {
                options.Channels.Add(subjects[i].ChannelTo(Fakes[i], "channel" + i));
            }
        });
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public EagerTime Time { get; } = new();

    public FakeProvider[] Fakes { get; }

    public FakeProvider Fake => Fakes[0];

    public Task<ImageGenerationResponse> MakeAsync(Action<ImageGenerationOptions>? configure = null, ImageGenerationRequest? request = null, CancellationToken? cancellationToken = null)
    {
        var options = new OneApiImageGenerationOptions { ModelId = "picture" };
        configure?.Invoke(options);
        return _services.GetRequiredService<IImageGenerator>().GenerateAsync(request ?? new("a lighthouse"), options, cancellationToken ?? Bound);
    }

    /// <summary>What earlier calls have taught of the channels' health is forgotten.</summary>
    public async Task ForgetHealthAsync()
    {
        var health = _services.GetRequiredService<IChannelHealth>();
        foreach (var channel in health.List().Select(static entry => entry.Channel).Distinct())
        {
            await health.ResumeAsync(channel, Bound);
        }
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
