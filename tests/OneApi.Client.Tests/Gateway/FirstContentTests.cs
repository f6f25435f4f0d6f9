using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A stream commits at its first content: before it a failure is invisible, after it nothing is tried again, unless the answer can be spliced (SpliceTests).</summary>
public sealed class FirstContentTests
{
    private static readonly Dictionary<string, (Func<int, Fault> Fault, OneApiErrorKind Kind)> Breaks = new()
    {
        ["cut"] = (Fault.CutStream, OneApiErrorKind.ProtocolViolation),
        ["ends early"] = (Fault.EndWithoutTerminator, OneApiErrorKind.ProtocolViolation),
        ["error event"] = (Fault.ErrorMidStream, OneApiErrorKind.ProviderUnavailable),
    };

    private static readonly FakeReply LongText = new() { Chunks = ["first ", "second ", "third"] };
    private static readonly FakeReply OneCall = new() { ToolCalls = [new("call_1", "get_weather", """{"city":"Paris","unit":"celsius"}""")] };

    public static TheoryData<string, string> GateCases => ChatWires.With(["cut", "ends early", "reset", "error in success", "error before content", "malformed", "empty"]);

    public static TheoryData<string, string> BreakCases => ChatWires.With(Breaks.Keys);

    [Theory]
    [MemberData(nameof(GateCases))]
    public async Task Stream_WhenTheFirstDiesBeforeContent_ShowsOnlyTheSecond(string wire, string fault)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(FaultCase.Of(fault).Fault);
        scenario.Fakes[1].Reply(LongText);

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal("first second third", answer.Text);
        Assert.Single(answer.Updates.Select(static update => update.ResponseId).Distinct());
        Assert.Equal(["first ", "second ", "third"], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
        Assert.Equal([1, 1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhenTheFirstIsSilent_MovesOnAfterTheFirstTokenLimit(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = new Scenario(
            wire,
            channels: 2,
            static options => options.Channels[0].Timeouts.FirstToken = TimeSpan.FromSeconds(3),
            before: services => services.AddSingleton<TimeProvider>(time));
        scenario.Fakes[0].Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming: true);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(3));
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(OneApiErrorKind.Timeout, answer.Trace.Attempts[0].ErrorKind);
        await scenario.Fakes[0].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Scenario.Bound);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhenTheFirstStallsAfterItsHeaders_MovesOnAfterTheFirstTokenLimit(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = new Scenario(
            wire,
            channels: 2,
            static options => options.Channels[0].Timeouts.FirstToken = TimeSpan.FromSeconds(3),
            before: services => services.AddSingleton<TimeProvider>(time));
        scenario.Fakes[0].Fault(Fault.StallAfter(0));

        var asking = scenario.AskAsync(streaming: true);
        await scenario.Fakes[0].WaitForRequestAsync(Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(3));
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([1, 1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(BreakCases))]
    public async Task Stream_WhenItBreaksAfterContent_AndIsNotSpliced_EndsInATypedErrorAndNothingIsTriedAgain(string wire, string fault)
    {
        foreach (var channels in new[] { 1, 2 })
        {
            await using var scenario = new Scenario(wire, channels, static options => options.Failover = new() { SameChannelRetries = 1, Splice = false });
            scenario.Fake.Reply(LongText);
            scenario.Fake.Fault(Breaks[fault].Fault(2));

            var answer = await scenario.AskAsync(streaming: true);

            Assert.Equal(["first ", "second "], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
            Assert.Equal(Breaks[fault].Kind, answer.Failure.Kind);
            Assert.Equal("first second ", answer.Failure.PartialText);
            Assert.Equal("one", Assert.Single(answer.Failure.Attempts).Channel);
            Assert.Equal(channels == 1 ? [1] : [1, 0], scenario.Requests);
            Assert.Equal(CallOutcome.Broken, scenario.Usage.Only.Outcome);
            Assert.Equal(Breaks[fault].Kind, scenario.Usage.Only.ErrorKind);
            Assert.Single(scenario.Lines(1003));
        }
    }

    [Theory]
    [MemberData(nameof(BreakCases))]
    public async Task Stream_WhenItBreaksAfterAToolCallFragment_DoesNotFailOver(string wire, string fault)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fake.Reply(OneCall);
        scenario.Fake.Fault(Breaks[fault].Fault(1));

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal(Breaks[fault].Kind, answer.Failure.Kind);
        Assert.Null(answer.Failure.PartialText);
        Assert.Equal([1, 0], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhenItFallsSilentAfterContent_EndsInTheIdleLimit(string wire)
    {
        var failure = await StallAsync(wire, static timeouts => timeouts.Idle = TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));

        Assert.Equal("idle", failure.Limit);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhenContentStops_EndsInTheLimitOfContent(string wire)
    {
        var failure = await StallAsync(
            wire,
            static timeouts =>
            {
                timeouts.Idle = null;
                timeouts.IdleContent = TimeSpan.FromSeconds(9);
            },
            TimeSpan.FromSeconds(9));

        Assert.Equal("idle_content", failure.Limit);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhoseConsumerTakesItsTime_IsNotTakenForSilent(string wire)
    {
        var time = new SteppedTime();
        await using var scenario = new Scenario(wire, before: services => services.AddSingleton<TimeProvider>(time));
        scenario.Fake.Reply(LongText);
        var text = "";

        await foreach (var update in scenario.Chat.GetStreamingResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound))
        {
            text += update.Text;
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("first second third", text);
        Assert.Equal(CallOutcome.Succeeded, scenario.Usage.Only.Outcome);
    }

    /// <summary>A server that has no JSON of the stream's shape: one unreadable event after content is skipped, and said.</summary>
    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WhenOneEventAfterContentIsMalformed_GoesOnWithAWarning(string wire)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(LongText);
        scenario.Fake.Fault(Fault.Malformed(1));

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal("first second third", answer.Text);
        Assert.Equal("malformed_event", Assert.Single(answer.Warnings).Code);
    }

    private static async Task<OneApiException> StallAsync(string wire, Action<ChannelTimeouts> configure, TimeSpan limit)
    {
        var time = new SteppedTime();
        await using var scenario = new Scenario(
            wire,
            channels: 2,
            options =>
            {
                options.Failover.Splice = false;
                configure(options.Channels[0].Timeouts);
            },
            before: services => services.AddSingleton<TimeProvider>(time));
        scenario.Fake.Reply(LongText);
        scenario.Fake.Fault(Fault.StallAfter(2));
        await using var stream = scenario.Chat
            .GetStreamingResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound)
            .GetAsyncEnumerator(Scenario.Bound);
        Assert.True(await stream.MoveNextAsync());
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var failure = await Assert.ThrowsAsync<OneApiException>(() => next);

        Assert.Equal(OneApiErrorKind.Timeout, failure.Kind);
        Assert.Equal("first second ", failure.PartialText);
        Assert.Equal([1, 0], scenario.Requests);
        await scenario.Fake.Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Scenario.Bound);
        return failure;
    }
}
