using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The one retry on the channel that has failed, when no other is left.</summary>
public sealed class SameChannelRetryTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenAloneAndUnavailable_TriesOnceMoreAfterAJitteredWait(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, retries: 1);
        scenario.Fake.Fault(Fault.ServerError(503), times: 1);

        var asking = scenario.AskAsync(streaming);
        await time.TimerAsync(static due => due >= TimeSpan.FromMilliseconds(50) && due <= TimeSpan.FromMilliseconds(500), Scenario.Bound);
        Assert.Equal([1], scenario.Requests);
        time.Advance(TimeSpan.FromMilliseconds(500));
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([2], scenario.Requests);
        Assert.Single(scenario.Lines(1503));
        Assert.Equal(["Retry succeeded using channel 1 (one)"], scenario.Lines(1502));
        Assert.InRange(answer.Trace.Attempts[1].WaitedBefore, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenRetriesAreSwitchedOff_FailsAtOnce(string wire, bool streaming)
    {
        await using var scenario = Of(wire, new(), retries: 0);
        scenario.Fake.Fault(Fault.ServerError(503), times: 1);

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
        Assert.Equal([1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenAloneAndBrieflyRateLimited_WaitsTheStatedTime(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, retries: 1);
        scenario.Fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(1)), times: 1);

        var asking = scenario.AskAsync(streaming);
        await time.TimerAsync(static due => due == TimeSpan.FromSeconds(1), Scenario.Bound);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal([1], scenario.Requests);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([2], scenario.Requests);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Trace.Attempts[1].WaitedBefore);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(null)]
    public async Task Ask_WhenRateLimitedForLongOrForWhoKnowsHowLong_FailsAtOnce(int? seconds)
    {
        await using var scenario = Of("openai", new(), retries: 1);
        scenario.Fake.Fault(Fault.RateLimited(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), times: 1);

        var failure = (await scenario.AskAsync(streaming: false)).Failure;

        Assert.Equal(OneApiErrorKind.RateLimited, failure.Kind);
        Assert.Equal(seconds, (int?)failure.RetryAfter?.TotalSeconds);
        Assert.Equal([1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenCancelledDuringTheWait_EndsAtOnceWithoutAnotherRequest(string wire, bool streaming)
    {
        var time = new SteppedTime();
        await using var scenario = Of(wire, time, retries: 1);
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(1)), times: 1);

        var asking = scenario.AskAsync(streaming, cancellationToken: caller.Token);
        await time.TimerAsync(static due => due == TimeSpan.FromSeconds(1), Scenario.Bound);
        await caller.CancelAsync();
        var answer = await asking;

        var cancelled = Assert.IsAssignableFrom<OperationCanceledException>(answer.Error);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.Equal([1], scenario.Requests);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
    }

    private static Scenario Of(string wire, SteppedTime time, int retries) => new(
        wire,
        configure: options => options.Failover.SameChannelRetries = retries,
        before: services => services.AddSingleton<TimeProvider>(time));
}
