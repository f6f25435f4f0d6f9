using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Tests.Routing;

namespace OneApi.Client.Tests.Telemetry;

/// <summary>The decision record of a call on its span, with the names of docs/routing.md.</summary>
public sealed class DecisionEventTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Call_HasAnEventForEachDecision(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 3, static options => options.Channels[2].Enabled = false);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.RateLimited());

        await scenario.AskAsync(streaming);

        var events = recording.Call.Events.ToArray();
        Assert.All(events, static decision => Assert.Equal("oneapi.decision", decision.Name));
        Assert.Equal(2, events.Length);
        Assert.Equal(("first", scenario.Wire.Model, "Ordered", "one"), Of(events[0]));
        Assert.Equal("one, two | three: disabled", Lists(events[0]));
        Assert.Equal(("another_channel", scenario.Wire.Model, null, "two"), Of(events[1]));
        Assert.Equal("two | one: tried, three: disabled", Lists(events[1]));
        Assert.InRange(events[1].Timestamp, events[0].Timestamp, new DateTimeOffset(recording.Call.StartTimeUtc + recording.Call.Duration).AddSeconds(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempts_SayWhyTheyWereMadeAndWhatBecameOfThem(bool streaming)
    {
        await using var scenario = new Scenario("openai", channels: 2, static options => options.Failover.SameChannelRetries = 1);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Fault(Fault.ServerError(), times: 1);

        await scenario.AskAsync(streaming);

        Assert.Equal(
            [("one", "first", "failed"), ("two", "another_channel", "failed"), ("two", "same_channel", "served")],
            recording.Attempts.Select(static attempt => (Tag(attempt, "oneapi.channel"), Tag(attempt, "oneapi.attempt.reason"), Tag(attempt, "oneapi.attempt.outcome"))));
        Assert.Null(recording.Attempts[1].GetTagItem("oneapi.attempt.waited"));
        Assert.InRange((double)recording.Attempts[2].GetTagItem("oneapi.attempt.waited")!, 0.05, 0.5); // the jittered wait of routing
        Assert.Equal(scenario.Wire.Model, recording.Call.GetTagItem("oneapi.model"));
        Assert.Null(recording.Call.GetTagItem("oneapi.race.outcome"));
        Assert.Null(recording.Call.GetTagItem("oneapi.rescue.outcome"));
    }

    [Theory]
    [InlineData(CanaryStep.OldOnly, "old")]
    [InlineData(CanaryStep.NewFirst, "new")]
    public async Task Arm_IsTheSideOfTheCanary(CanaryStep step, string arm)
    {
        await using var scenario = new Scenario("openai", channels: 2, options =>
            options.Groups["default"].Canary.Add(new() { Channels = { "two" }, Step = step }));
        using var recording = Record(scenario);

        await scenario.AskAsync(streaming: false);

        Assert.Equal(arm, Assert.Single(recording.Call.Events).Tags.Single(static tag => tag.Key == "oneapi.decision.arm").Value);
    }

    [Fact]
    public async Task Scores_StandBesideTheCandidates()
    {
        await using var scenario = new Scenario("openai", channels: 2, static options =>
        {
            options.Groups["default"] = new() { Strategy = RoutingStrategies.LeastBusy };
        });
        using var recording = Record(scenario);

        await scenario.AskAsync(streaming: false);

        Assert.Equal("one: 0, two: 0 | ", Lists(Assert.Single(recording.Call.Events)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Race_IsOnTheCallsSpan(bool rivalWins)
    {
        await using var scenario = new Scenario("openai", channels: 2, static options => options.Failover.RaceFirstTokenAfter = TimeSpan.FromMilliseconds(50));
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(rivalWins ? Fault.Silence() : Fault.SlowStart(TimeSpan.FromMilliseconds(400)));
        scenario.Fakes[1].Fault(rivalWins ? Fault.SlowBody(TimeSpan.FromMilliseconds(1)) : Fault.Silence());

        await scenario.AskAsync(streaming: true);

        Assert.Equal(("two", rivalWins ? "won" : "lost"), (recording.Call.GetTagItem("oneapi.race.rival"), recording.Call.GetTagItem("oneapi.race.outcome")));
        Assert.Equal([("one", rivalWins ? "lost_race" : "served"), ("two", rivalWins ? "served" : "lost_race")], recording.Attempts.Select(static attempt => (Tag(attempt, "oneapi.channel"), Tag(attempt, "oneapi.attempt.outcome"))).Order());
    }

    [Theory]
    [InlineData("one two three four", "served")]
    [InlineData("something else", "differed")]
    public async Task Splice_IsOnTheCallsSpan(string second, string outcome)
    {
        await using var scenario = new Scenario("openai", channels: 2);
        using var recording = Record(scenario);
        scenario.Fakes[0].Reply(new FakeReply { Chunks = ["one ", "two ", "three ", "four"] });
        scenario.Fakes[0].Fault(Fault.CutStream(2));
        scenario.Fakes[1].Reply(new FakeReply { Text = second });

        await scenario.AskAsync(streaming: true);

        Assert.Equal(
            ("two", "splice", outcome),
            (recording.Call.GetTagItem("oneapi.rescue.channel"), recording.Call.GetTagItem("oneapi.rescue.reason"), recording.Call.GetTagItem("oneapi.rescue.outcome")));
        Assert.Equal([("one", "failed"), ("two", outcome)], recording.Attempts.Select(static attempt => (Tag(attempt, "oneapi.channel"), Tag(attempt, "oneapi.attempt.outcome"))).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_HoldNoSecretAndNoPrompt(bool streaming)
    {
        await using var scenario = new Scenario("openai", channels: 2);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.Unauthorized());

        await scenario.AskAsync(streaming, "a very private prompt", new OneApiChatOptions { EndUser = "private-user" });

        var told = recording.Activities.SelectMany(static activity => activity.Events).SelectMany(static decision => decision.Tags).SelectMany(static tag => tag.Value is string[] list ? list : [$"{tag.Value}"]).ToArray();
        Assert.NotEmpty(told);
        Assert.All(told, text => Assert.DoesNotContain("private", text, StringComparison.Ordinal));
        Assert.All(told, text => Assert.DoesNotContain(scenario.Fakes[0].ApiKey, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Note_WhenNobodyListens_AllocatesNothing()
    {
        var snapshot = Snapshots.Of(RoutingStrategies.Ordered, "a");
        var route = snapshot.RouteOf();
        ChatCall[] calls = [Snapshots.CallOf(snapshot), Snapshots.CallOf(snapshot)];
        calls[0].Note(route, route.OnlyChoice);

        var before = GC.GetAllocatedBytesForCurrentThread();
        calls[1].Note(route, route.OnlyChoice);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(route.OnlyDecisions, calls[1].Decisions);
    }

    [Fact]
    public void Span_ThatIsOnlyPropagated_GetsNoEvents()
    {
        var snapshot = Snapshots.Of(RoutingStrategies.Ordered, "a");
        using var source = new ActivitySource("propagated");
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        var call = Snapshots.CallOf(snapshot);
        call.Activity = source.StartActivity("call");

        call.Note(snapshot.RouteOf(), snapshot.RouteOf().OnlyChoice);

        Assert.NotNull(call.Activity);
        Assert.Empty(call.Activity.Events);
        call.Activity.Dispose();
    }

    private static (string?, string?, string?, string?) Of(in ActivityEvent decision)
    {
        var tags = decision.Tags.ToDictionary();
        return ((string?)tags["oneapi.decision.reason"], (string?)tags["oneapi.decision.model"], (string?)tags["oneapi.decision.strategy"], (string?)tags["oneapi.decision.channel"]);
    }

    /// <summary>Candidates, and who was excluded.</summary>
    private static string Lists(in ActivityEvent decision)
    {
        var tags = decision.Tags.ToDictionary();
        return string.Join(", ", (string[])tags["oneapi.decision.candidates"]!) + " | " + string.Join(", ", (string[])tags["oneapi.decision.excluded"]!);
    }

    private static string? Tag(Activity activity, string name) => (string?)activity.GetTagItem(name);

    private static Recording Record(Scenario scenario) =>
        new(Assert.IsType<ActivitySource>(scenario.Chat.GetService(typeof(ActivitySource))), scenario.Services.GetRequiredService<IMeterFactory>());
}
