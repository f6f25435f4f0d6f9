using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Exactly one usage record for every call, however it ended, told before the caller has the answer.</summary>
public sealed class SettlementTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Record_OfASuccess_SaysWhoUsedWhat(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2, static options => options.Groups["vip"] = new() { Strategy = RoutingStrategies.Ordered });
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Reply(new FakeReply { Text = "hi", Usage = new() { InputTokens = 7, OutputTokens = 5 } });

        var answer = await scenario.AskAsync(streaming, options: new OneApiChatOptions { Group = "vip", EndUser = "ann", Labels = new Dictionary<string, string> { ["team"] = "red" } });

        var record = scenario.Usage.Only;
        Assert.Equal(CallOutcome.Succeeded, record.Outcome);
        Assert.Null(record.ErrorKind);
        Assert.Equal(("chat", streaming), (record.Operation, record.Streaming));
        Assert.Equal(("vip", "ann", "red"), (record.Group, record.EndUser, record.Labels["team"]));
        Assert.Equal((scenario.Wire.Model, scenario.Wire.Model), (record.RequestedModel, record.ServedModel));
        Assert.Equal(("two", wire), (record.Channel, record.Provider));
        Assert.Equal((7, 5), (record.Usage!.InputTokenCount, record.Usage.OutputTokenCount));
        Assert.Equal([("one", OneApiErrorKind.ProviderUnavailable), ("two", (OneApiErrorKind?)null)], record.Attempts.Select(static attempt => (attempt.Channel, attempt.ErrorKind)));
        Assert.Equal(streaming, record.TimeToFirstToken is not null);
        Assert.Same(record, answer.Trace.Record);
        Assert.All(answer.Updates.SkipLast(1), static update => Assert.Null(update.GetOneApiTrace()));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Record_OfAFailure_NamesTheLastChannelAndNoModel(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Fault(Fault.Unauthorized());

        await scenario.AskAsync(streaming);

        var record = scenario.Usage.Only;
        Assert.Equal((CallOutcome.Failed, OneApiErrorKind.Authentication), (record.Outcome, record.ErrorKind!.Value));
        Assert.Equal(("two", (string?)null), (record.Channel, record.ServedModel));
        Assert.Null(record.Usage);
        Assert.Equal(2, record.Attempts.Count);
    }

    public static TheoryData<string, bool> Refusals
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var refusal in new[] { "model", "group", "token", "forbidden" })
            {
                data.Add(refusal, false);
                data.Add(refusal, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Record_OfARefusal_HasNoAttempts(string refusal, bool streaming)
    {
        await using var scenario = new Scenario("openai", configure: static options =>
        {
            options.Channels[0].Models = ["gpt-*"];
            options.Groups["narrow"] = new() { Models = ["gpt-9"] };
        });
        var (options, kind) = refusal switch
        {
            "model" => (new OneApiChatOptions { ModelId = "nobody" }, OneApiErrorKind.ModelNotFound),
            "group" => (new OneApiChatOptions { Group = "nobody" }, OneApiErrorKind.CallerForbidden),
            "token" => (new OneApiChatOptions { AccessToken = "sk-unknown" }, OneApiErrorKind.CallerUnauthorized),
            _ => (new OneApiChatOptions { Group = "narrow" }, OneApiErrorKind.CallerForbidden),
        };

        var failure = (await scenario.AskAsync(streaming, options: options)).Failure;

        Assert.Equal(kind, failure.Kind);
        Assert.Equal((CallOutcome.Failed, kind), (scenario.Usage.Only.Outcome, scenario.Usage.Only.ErrorKind!.Value));
        Assert.Empty(scenario.Usage.Only.Attempts);
        Assert.Null(scenario.Usage.Only.Channel);
        Assert.Equal([0], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Observer_IsToldBeforeTheCallerHasTheAnswer(string wire, bool streaming)
    {
        var observer = new HeldObserver();
        await using var scenario = new Scenario(wire, before: services => services.AddSingleton<IUsageObserver>(observer));

        var asking = scenario.AskAsync(streaming);
        await observer.Called.WaitAsync(TimeSpan.FromSeconds(10), Scenario.Bound);
        Assert.False(asking.IsCompleted);
        observer.Release();
        var answer = await asking;

        Assert.Equal("You said: hello", answer.Text);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Observer_ThatThrows_HarmsNobody(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, before: static services => services.Insert(0, ServiceDescriptor.Singleton<IUsageObserver>(new ThrowingObserver())));

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(CallOutcome.Succeeded, scenario.Usage.Only.Outcome);
        Assert.Single(scenario.Lines(1002));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Observer_OfACancelledCall_IsNotCancelledItself(bool streaming)
    {
        var observer = new HeldObserver();
        await using var scenario = new Scenario("openai", before: services => services.AddSingleton<IUsageObserver>(observer));
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(Fault.Silence());

        var asking = scenario.AskAsync(streaming, cancellationToken: caller.Token);
        await scenario.Fake.WaitForRequestAsync(Scenario.Bound);
        await caller.CancelAsync();
        await observer.Called.WaitAsync(TimeSpan.FromSeconds(10), Scenario.Bound);
        Assert.False(observer.Token.IsCancellationRequested);
        observer.Release();
        var answer = await asking;

        Assert.IsAssignableFrom<OperationCanceledException>(answer.Error);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
    }

    /// <summary>Consumers add up what they get; the record is not theirs.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Record_IsNotChangedByWhatTheCallerDoesWithTheAnswer(bool streaming)
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply { Text = "hi", Usage = new() { InputTokens = 7, OutputTokens = 5 } });

        var answer = await scenario.AskAsync(streaming);
        answer.Response.Usage!.Add(new() { InputTokenCount = 1000 });
        foreach (var usage in answer.Updates.SelectMany(static update => update.Contents).OfType<UsageContent>())
        {
            usage.Details.Add(new() { InputTokenCount = 1000 });
        }

        Assert.Equal(7, scenario.Usage.Only.Usage!.InputTokenCount);
    }

    private sealed class HeldObserver : IUsageObserver
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public CancellationToken Token { get; private set; }

        public void Release() => _released.SetResult();

        public async ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            _called.SetResult();
            await _released.Task;
        }
    }

    private sealed class ThrowingObserver : IUsageObserver
    {
        public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken) => throw new InvalidOperationException("An observer's own trouble.");
    }
}
