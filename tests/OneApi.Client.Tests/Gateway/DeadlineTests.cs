using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Time limits of whole answers, and the one deadline over all attempts.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenAChannelIsSilentBeyondItsTotal_MovesOn(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 2, static options => options.Channels[0].Timeouts.Total = TimeSpan.FromSeconds(9));
        scenario.Fakes[0].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming: false);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(9));
        var answer = await asking;

        Assert.Equal("two", answer.Trace.Channel);
        Assert.Equal(OneApiErrorKind.Timeout, answer.Trace.Attempts[0].ErrorKind);
        await scenario.Fakes[0].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Scenario.Bound);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenEveryChannelIsSilent_EndsWhenTheOneDeadlineIsUp(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 3);
        foreach (var fake in scenario.Fakes)
        {
            fake.Fault(Fault.Silence());
        }

        var asking = scenario.AskAsync(streaming: false);

        // Five minutes in all: an attempt that others can follow gets three fifths of what is left.
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(180));
        await scenario.Fakes[1].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(72));
        await scenario.Fakes[2].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(48));
        var failure = (await asking).Failure;

        Assert.Equal(OneApiErrorKind.Timeout, failure.Kind);
        Assert.Equal("total", failure.Limit);
        Assert.Equal([1, 1, 1], scenario.Requests);
        Assert.Equal([180d, 72d, 48d], failure.Attempts.Select(static attempt => attempt.Duration.TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(5), scenario.Usage.Only.Duration);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenTheDeadlineIsUp_SendsNothingMore(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 2);
        scenario.Fakes[0].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromMinutes(6));
        var failure = (await asking).Failure;

        Assert.Equal(OneApiErrorKind.Timeout, failure.Kind);
        Assert.Equal([1, 0], scenario.Requests);
        Assert.Empty(scenario.Lines(1501));
    }

    [Fact]
    public async Task Ask_WhenNoConnectionComesAbout_EndsInTheLimitOfConnecting()
    {
        var time = new SteppedTime();
        await using var scenario = new Scenario("openai", configure: static options => options.Channels[0].BaseUrl = "http://gateway.invalid/v1", before: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.ConfigureHttpClientDefaults(static clients => clients.ConfigurePrimaryHttpMessageHandler(static () => new NeverConnects()));
        });

        var asking = scenario.AskAsync(streaming: false);
        await time.TimerAsync(static due => due == TimeSpan.FromSeconds(5), Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(5));
        var failure = (await asking).Failure;

        Assert.Equal(("connect", OneApiErrorKind.Timeout), (failure.Limit, failure.Kind));
    }

    private static Scenario Of(string wire, SteppedTime time, int channels, Action<OneApiOptions>? configure = null) =>
        new(
            wire,
            channels,
            options =>
            {
                options.Failover.RaceWholeAfter = options.Failover.RaceFirstTokenAfter = null; // a rival has a time of its own
                configure?.Invoke(options);
            },
            before: services => services.AddSingleton<TimeProvider>(time));

    private sealed class NeverConnects : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
