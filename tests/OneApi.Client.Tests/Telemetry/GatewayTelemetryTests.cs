using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Telemetry;

/// <summary>One span per call with a child per attempt, and OpenTelemetry's meters for generative AI.</summary>
public sealed class GatewayTelemetryTests
{
    private static readonly FakeReply Reply = new() { Text = "hi", Usage = new() { InputTokens = 7, OutputTokens = 5 } };

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Call_IsOneSpanWithAChildForEachAttempt(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.RateLimited());
        scenario.Fakes[1].Reply(Reply);

        await scenario.AskAsync(streaming);

        var call = recording.Call;
        Assert.Equal("chat " + scenario.Wire.Model, call.DisplayName);
        Assert.Equal(("chat", scenario.Wire.Model, "two", "default"), (call.GetTagItem("gen_ai.operation.name"), call.GetTagItem("gen_ai.request.model"), call.GetTagItem("oneapi.channel"), call.GetTagItem("oneapi.group")));
        Assert.Equal(Spelling(wire), call.GetTagItem("gen_ai.provider.name"));
        Assert.Equal((7L, 5L, 2), (call.GetTagItem("gen_ai.usage.input_tokens"), call.GetTagItem("gen_ai.usage.output_tokens"), call.GetTagItem("oneapi.attempts")));
        Assert.Null(call.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.Equal([("attempt one", "rate_limited"), ("attempt two", null)], recording.Attempts.Select(static attempt => (attempt.DisplayName, (string?)attempt.GetTagItem("error.type"))));
        Assert.All(recording.Attempts, attempt => Assert.Equal((call.TraceId, call.SpanId), (attempt.TraceId, attempt.ParentSpanId)));
        Assert.All(recording.Attempts, attempt => Assert.Equal(Spelling(wire), attempt.GetTagItem("gen_ai.provider.name")));
        Assert.All(recording.Attempts, attempt => Assert.True(attempt.StartTimeUtc >= call.StartTimeUtc && attempt.StartTimeUtc + attempt.Duration <= call.StartTimeUtc + call.Duration + TimeSpan.FromMilliseconds(1)));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Failure_IsAnErrorOnTheSpanInSnakeCase(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        using var recording = Record(scenario);
        scenario.Fake.Fault(Fault.ServerError());

        await scenario.AskAsync(streaming);

        Assert.Equal(("provider_unavailable", ActivityStatusCode.Error), (recording.Call.GetTagItem("error.type"), recording.Call.Status));
        Assert.Equal("provider_unavailable", Assert.Single(recording.Attempts).GetTagItem("error.type"));
        Assert.Equal("provider_unavailable", Assert.Single(recording.Of("gen_ai.client.operation.duration")).Tags["error.type"]);
        Assert.Empty(recording.Of("gen_ai.client.token.usage"));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Meters_CountTheCallItsTokensAndItsAttempts(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Reply(Reply);

        await scenario.AskAsync(streaming);

        var duration = Assert.Single(recording.Of("gen_ai.client.operation.duration"));
        Assert.Equal(("chat", Spelling(wire), scenario.Wire.Model), (duration.Tags["gen_ai.operation.name"], duration.Tags["gen_ai.provider.name"], duration.Tags["gen_ai.request.model"]));
        Assert.False(duration.Tags.ContainsKey("error.type"));
        Assert.InRange(duration.Value, 0, 60);
        Assert.Equal([("input", 7d), ("output", 5d)], recording.Of("gen_ai.client.token.usage").Select(static tokens => ((string)tokens.Tags["gen_ai.token.type"]!, tokens.Value)));
        Assert.Equal([("one", "provider_unavailable"), ("two", "none")], recording.Of("oneapi.attempts").Select(static attempt => ((string)attempt.Tags["oneapi.channel"]!, (string)attempt.Tags["error.type"]!)));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Spans_HoldNoSecretAndNoPrompt(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var recording = Record(scenario);
        scenario.Fakes[0].Fault(Fault.Unauthorized());

        await scenario.AskAsync(streaming, "a very private prompt", new OneApiChatOptions { EndUser = "private-user", ForwardedHeaders = new Dictionary<string, string> { ["X-Private"] = "private" } });

        var told = recording.Activities.SelectMany(static activity => activity.TagObjects.Select(static tag => $"{tag.Value}").Append(activity.DisplayName).Append(activity.StatusDescription ?? ""));
        Assert.All(told, text => Assert.DoesNotContain("private", text, StringComparison.Ordinal));
        Assert.All(told, text => Assert.DoesNotContain(scenario.Fake.ApiKey, text, StringComparison.Ordinal));
        Assert.All(scenario.Fakes, static fake => Assert.DoesNotContain(fake.Requests[0].Headers.Keys, static name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_LeavesTheConsumersActivityAlone(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var recording = Record(scenario);
        using var consumers = new ActivitySource("consumer of " + wire);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, consumers),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        scenario.Fakes[0].Fault(Fault.ServerError());
        using var outer = consumers.StartActivity("outer");

        await foreach (var update in scenario.Chat.GetStreamingResponseAsync([new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound))
        {
            Assert.Same(outer, Activity.Current);
            using var inner = consumers.StartActivity("inner");
            await Task.Yield();
            Assert.Same(inner, Activity.Current);
        }

        Assert.Same(outer, Activity.Current);
        Assert.Equal(outer!.SpanId, recording.Call.ParentSpanId);
        Assert.All(recording.Attempts, attempt => Assert.Equal(recording.Call.SpanId, attempt.ParentSpanId));
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_ThatIsLeft_EndsItsSpans(string wire)
    {
        await using var scenario = new Scenario(wire);
        using var recording = Record(scenario);
        scenario.Fake.Reply(new FakeReply { Text = "a long answer that nobody wants to hear to its end" });
        var stream = scenario.Chat.GetStreamingResponseAsync([new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound).GetAsyncEnumerator(Scenario.Bound);

        Assert.True(await stream.MoveNextAsync());
        await stream.DisposeAsync();

        Assert.Single(recording.Attempts);
        Assert.Null(recording.Call.GetTagItem("error.type"));
        Assert.Single(recording.Of("gen_ai.client.operation.duration"));
    }

    [Fact]
    public async Task Embeddings_HaveTheirOwnOperation()
    {
        await using var scenario = new Scenario("openai");
        using var recording = Record(scenario);

        await scenario.Embeddings.GenerateAsync(["four"], new() { ModelId = "embed" }, Scenario.Bound);

        Assert.Equal("embeddings embed", recording.Call.DisplayName);
        Assert.Equal("embeddings", Assert.Single(recording.Of("gen_ai.client.operation.duration")).Tags["gen_ai.operation.name"]);
        Assert.Equal(("input", 1d), Assert.Single(recording.Of("gen_ai.client.token.usage").Select(static tokens => ((string)tokens.Tags["gen_ai.token.type"]!, tokens.Value))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThatNobodyListensTo_MakesNoActivity(bool streaming)
    {
        await using var scenario = new Scenario("openai");

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Null(Activity.Current);
    }

    private static Recording Record(Scenario scenario) =>
        new(Assert.IsType<ActivitySource>(scenario.Chat.GetService(typeof(ActivitySource))), scenario.Services.GetRequiredService<IMeterFactory>());

    private static string Spelling(string provider) => provider == "gemini" ? "gcp.gemini" : provider;
}
