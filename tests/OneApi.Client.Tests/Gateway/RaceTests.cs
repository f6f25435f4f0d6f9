using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>An attempt that takes its time gets one rival; the first content wins.</summary>
public sealed class RaceTests
{
    private static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(1);

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task SilentChannel_IsRacedInTime_AndLosesToTheFirstContent(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 3);
        scenario.Fakes[0].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming);
        await time.TimerAsync(due => due == (streaming ? FirstToken : Whole), Scenario.Bound);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        Assert.Equal([1, 0, 0], scenario.Requests);
        time.Advance(streaming ? FirstToken : Whole);
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([1, 1, 0], scenario.Requests);
        Assert.Equal("two", answer.Trace.Channel);
        var loser = Assert.Single(answer.Trace.Attempts, static attempt => attempt.Channel == "one");
        Assert.Equal((AttemptOutcome.LostRace, true, AttemptReason.First), (loser.Outcome, loser.IsEstimated, loser.Reason));
        Assert.True(loser.Usage!.InputTokenCount > 0);
        var winner = Assert.Single(answer.Trace.Attempts, static attempt => attempt.Channel == "two");
        Assert.Equal((AttemptOutcome.Served, AttemptReason.Race), (winner.Outcome, winner.Reason));
        await scenario.Fakes[0].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Scenario.Bound);
    }

    /// <summary>The slow one speaks first after all: then the rival is the one that is ended.</summary>
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task SlowChannel_ThatIsFirstAfterAll_WinsAgainstItsRival(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 2, fakes: new() { TimeProvider = time });
        scenario.Fakes[0].Fault(Fault.SlowStart(streaming ? TimeSpan.FromSeconds(12) : TimeSpan.FromSeconds(62)));
        scenario.Fakes[1].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming);
        await time.TimerAsync(due => due == (streaming ? FirstToken : Whole), Scenario.Bound);
        await time.TimerAsync(due => due == (streaming ? TimeSpan.FromSeconds(12) : TimeSpan.FromSeconds(62)), Scenario.Bound);
        time.Advance(streaming ? FirstToken : Whole);
        await scenario.Fakes[1].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(2));
        var answer = await asking;

        Assert.Equal("one", answer.Trace.Channel);
        Assert.Equal([1, 1], scenario.Requests);
        Assert.Equal(AttemptOutcome.LostRace, Assert.Single(answer.Trace.Attempts, static attempt => attempt.Channel == "two").Outcome);
        await scenario.Fakes[1].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Scenario.Bound);
    }

    /// <summary>What thinks takes longer: six times as long for a stream.</summary>
    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task CallThatWantsThoughts_IsRacedLater(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, channels: 2);
        scenario.Fakes[0].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming: true, options: new() { Reasoning = new() { Effort = ReasoningEffort.High } });
        await time.TimerAsync(static due => due == 6 * FirstToken, Scenario.Bound);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance((6 * FirstToken) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([1, 0], scenario.Requests);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("two", (await asking).Trace.Channel);
    }

    /// <summary>With nobody to race, or with the race switched off, the channel is waited for as long as it may take.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task WithoutARival_TheChannelIsWaitedFor(int channels, bool isOff)
    {
        var time = new SteppedTime();
        await using var scenario = Of("openai", time, channels, options => options.Failover.RaceFirstTokenAfter = isOff ? null : FirstToken, new() { TimeProvider = time });
        scenario.Fakes[0].Fault(Fault.SlowStart(TimeSpan.FromSeconds(15)));

        var asking = scenario.AskAsync(streaming: true);
        await time.TimerAsync(static due => due == TimeSpan.FromSeconds(15), Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(15));
        var answer = await asking;

        Assert.Equal("one", answer.Trace.Channel);
        Assert.Single(answer.Trace.Attempts);
    }

    private static Scenario Of(string wire, SteppedTime time, int channels, Action<OneApiOptions>? configure = null, FakeProviderOptions? fakes = null) =>
        new(wire, channels, configure, before: services => services.AddSingleton<TimeProvider>(time), fakes: fakes);
}
