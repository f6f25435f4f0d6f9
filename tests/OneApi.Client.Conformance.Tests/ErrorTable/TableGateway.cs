using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Conformance.Tests.ErrorTable;

/// <summary>A gateway with channels <c>one</c>, <c>two</c>, <c>three</c>, in this order, each with a fake of the same provider, or with an existing client, that fails in one way.</summary>
internal sealed class TableGateway : IAsyncDisposable
{
    private static readonly string[] Names = ["one", "two", "three"];
    private readonly ServiceProvider _services;
    private readonly FakeProvider[] _fakes = [];
    private readonly StubChatClient[] _clients = [];
    private readonly Subject? _subject;
    private readonly Fault? _fault;

    /// <param name="door">How it is called and what goes wrong.</param>
    /// <param name="channels">How many channels it has.</param>
    /// <param name="configure">What the options say besides.</param>
    public TableGateway(TableDoor door, int channels, Action<OneApiOptions>? configure = null)
    {
        Door = door;
        var services = new ServiceCollection();
        var builder = services.AddOneApi(options =>
        {
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Failover.SameChannelRetries = 0;
        });
        if (door.Subject is not { } subject)
        {
            _clients = [.. Enumerable.Range(0, channels).Select(static _ => new StubChatClient())];
            for (var i = 0; i < channels; i++)
            {
                var client = _clients[i];
                builder.AddChannel(Names[i], _ => client);
            }
        }
        else
        {
            _subject = subject;
            _fault = door.Fault;
            _fakes = [.. Enumerable.Range(0, channels).Select(_ => subject.Start(new()))];
            foreach (var (fake, index) in _fakes.Select(static (fake, index) => (fake, index)))
            {
                var channel = subject.ChannelTo(fake);
                channel.Name = Names[index];
                channel.ModelMap = new Dictionary<string, string> { ["asked"] = subject.Model, ["spare"] = subject.Model };
                if (door.Kind is OneApiErrorKind.Timeout && index < Math.Max(1, channels - 1)) // the last of several answers
                {
                    channel.Timeouts.FirstToken = channel.Timeouts.Total = TimeSpan.FromMilliseconds(200);
                }

                builder.AddChannel(channel);
            }
        }

        services.Configure<OneApiOptions>(options => configure?.Invoke(options));
        _services = services.BuildServiceProvider();
    }

    public TableDoor Door { get; }

    /// <summary>Gets how many requests each channel has seen.</summary>
    public int[] Requests => _subject is { } subject
        ? [.. _fakes.Select(fake => fake.Requests.Count(request => subject.IsCall(request) || (subject.Wire.IsSocket && request.Path != subject.TokenPath)))]
        : [.. _clients.Select(static client => client.Calls)];

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    /// <summary>Lets a channel fail so often.</summary>
    public void Strike(int channel, int times, TimeSpan? retryAfter = null)
    {
        if (_subject is null)
        {
            var left = times;
            _clients[channel].Answer = (_, _) => left-- > 0 ? throw new OneApiException(Door.Kind) { RetryAfter = retryAfter } : Task.FromResult(StubChatClient.Say("said"));
            return;
        }

        for (var i = 0; i < times; i++)
        {
            _fakes[channel].Fault(retryAfter is null ? _fault! : Fault.RateLimited(retryAfter), times: 1);
        }
    }

    public Task<Answer> AskAsync(string model = "asked") =>
        Answer.OfAsync(_services.GetRequiredService<IChatClient>(), Door.Streaming, [new(ChatRole.User, "hello")], new() { ModelId = model }, Bound);

    /// <summary>How channel one stands: nothing while it is ready.</summary>
    public string Standing() => string.Join(", ", _services.GetRequiredService<IChannelHealth>().List()
        .Where(static entry => entry.Channel == "one" && entry.State is not ChannelHealthState.Ready)
        .Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{(entry.Model is not null ? "model" : entry.Key is not null ? "key" : "channel")}: {entry.Reason}")));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var fake in _fakes)
        {
            await fake.DisposeAsync();
        }
    }
}
