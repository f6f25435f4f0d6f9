using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What a call with an access token sets aside, is charged, and leaves behind, however it ends.</summary>
public sealed class ChargeTests
{
    private static readonly FakeUsage Used = new() { InputTokens = 1000, OutputTokens = 500 };

    /// <summary>1 000 × 2 + 500 × 10 micro-dollars.</summary>
    private const long Cost = 7_000;

    public static TheoryData<bool> Doors => [false, true];

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task ASuccess_IsChargedOnce_AndSeenAtOnce(string wire, bool streaming)
    {
        await using var scenario = new PaidScenario(wire);
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync(static request => request.Labels["team"] = "red");

        var answer = await scenario.AskAsync(grant, streaming, static options => options.Labels = new Dictionary<string, string> { ["team"] = "blue", ["job"] = "x" });

        Assert.Equal("hello", answer.Text);
        Assert.Equal((Cost, 0), await scenario.StandingAsync(grant));
        var record = scenario.Record;
        Assert.Equal((grant.Token.Id, "acme", Cost, false), (record.TokenId, record.Owner, record.ChargeMicros, record.IsEstimated));
        Assert.Equal(("red", "x"), (record.Labels["team"], record.Labels["job"]));
        Assert.Equal(["token:" + grant.Token.Id], record.Accounts);
        Assert.Equal(Cost, record.ProviderCostMicros);
        Assert.Equal([record.CallId], await scenario.Ledger.ReadAsync(new(), PaidScenario.Bound).Select(static kept => kept.CallId).ToListAsync(PaidScenario.Bound));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AFailedCall_CostsNothing_AndHoldsNothing(bool streaming)
    {
        await using var scenario = new PaidScenario();
        scenario.Fake.Fault(Fault.ServerError());
        var grant = await scenario.GrantAsync();

        var answer = await scenario.AskAsync(grant, streaming);

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, answer.Failure.Kind);
        Assert.Equal((0, 0), await scenario.StandingAsync(grant));
        Assert.Equal((0L, 0L), (scenario.Record.ChargeMicros!.Value, scenario.Record.ProviderCostMicros!.Value));
    }

    /// <summary>A failed attempt is the provider's business; its tokens are in our costs, not in the caller's.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AFailover_IsChargedOnce(bool streaming)
    {
        await using var scenario = new PaidScenario(channels: 2);
        scenario.Inner.Fakes[0].Fault(Fault.ServerError());
        scenario.Inner.Fakes[1].Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming);

        Assert.Equal((Cost, 0), await scenario.StandingAsync(grant));
        Assert.Equal([0L, Cost], scenario.Record.Attempts.Select(static attempt => attempt.ProviderCostMicros!.Value));
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task ACutStream_IsChargedForWhatWasDelivered_AndMarkedEstimated(string wire)
    {
        await using var scenario = new PaidScenario(wire);
        scenario.Fake.Reply(new FakeReply { Chunks = ["one two ", "three four ", "five six "], Usage = Used });
        scenario.Fake.Fault(Fault.CutStream(2));
        var grant = await scenario.GrantAsync();

        var answer = await scenario.AskAsync(grant, streaming: true);

        Assert.Equal("one two three four ", answer.Failure.PartialText);
        await AssertPartAsync(scenario, grant, CallOutcome.Broken, "one two three four ");
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task ACancelledStream_IsChargedForWhatWasDelivered(string wire)
    {
        await using var scenario = new PaidScenario(wire);
        using var caller = new CancellationTokenSource();
        var (grant, stream) = await OpenAsync(scenario, caller.Token);
        await using var _ = stream;

        var next = stream.MoveNextAsync().AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);

        await AssertPartAsync(scenario, grant, CallOutcome.Cancelled, "one two ");
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task AnAbandonedStream_IsChargedForWhatWasDelivered(string wire)
    {
        await using var scenario = new PaidScenario(wire);
        var (grant, stream) = await OpenAsync(scenario, PaidScenario.Bound);

        await stream.DisposeAsync();

        await AssertPartAsync(scenario, grant, CallOutcome.Cancelled, "one two ");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ACallCancelledBeforeAnything_CostsNothing(bool streaming)
    {
        await using var scenario = new PaidScenario();
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(Fault.Silence());
        var grant = await scenario.GrantAsync();

        var asking = scenario.AskAsync(grant, streaming, cancellationToken: caller.Token);
        await scenario.Fake.WaitForRequestAsync(PaidScenario.Bound);
        Assert.True((await scenario.StandingAsync(grant)).Held > 0);
        await caller.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>((await asking).Error);
        Assert.Equal((0, 0), await scenario.StandingAsync(grant));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnEmptyQuota_IsRefused_BeforeAnyProviderIsCalled(bool streaming)
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 0);

        var failure = (await scenario.AskAsync(grant, streaming)).Failure;

        Assert.Equal((OneApiErrorKind.CallerQuotaExhausted, "quota_exhausted"), (failure.Kind, failure.ProviderCode));
        Assert.Equal([0], scenario.Inner.Requests);
        Assert.Equal((CallOutcome.Failed, 0L), (scenario.Record.Outcome, scenario.Record.ChargeMicros!.Value));
    }

    /// <summary>"hello" is one token, and a message and a call take three each: seven tokens of input at 2, a hundred of output at 10.</summary>
    [Fact]
    public async Task AQuotaThatIsTooSmall_SaysWhatItPaysFor()
    {
        await using var scenario = new PaidScenario();
        var enough = await scenario.GrantAsync(static request => (request.Name, request.QuotaMicros) = ("enough", 14 + 1000));
        var short1 = await scenario.GrantAsync(static request => (request.Name, request.QuotaMicros) = ("short", 14 + 999));

        var failure = (await scenario.AskAsync(short1, streaming: false)).Failure;

        Assert.Equal((OneApiErrorKind.CallerQuotaExhausted, "quota_request_too_large"), (failure.Kind, failure.ProviderCode));
        Assert.Contains("99 tokens of output", failure.ProviderMessage, StringComparison.Ordinal);
        Assert.NotEmpty((await scenario.AskAsync(enough, streaming: false)).Text);
    }

    [Fact]
    public async Task MoneyInRunningCalls_IsAnotherRefusal_WorthATryLater()
    {
        await using var scenario = new PaidScenario();
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(Fault.Silence(), times: 1);
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 1500);
        var first = scenario.AskAsync(grant, streaming: false, cancellationToken: caller.Token);
        await scenario.Fake.WaitForRequestAsync(PaidScenario.Bound);

        var failure = (await scenario.AskAsync(grant, streaming: false)).Failure;

        Assert.Equal((OneApiErrorKind.CallerQuotaExhausted, "quota_in_flight"), (failure.Kind, failure.ProviderCode));
        Assert.NotNull(failure.RetryAfter);
        await caller.CancelAsync();
        await first;
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
    }

    [Theory]
    [InlineData("0.8", 5_600)]
    [InlineData("1.5", 10_500)]
    [InlineData("0", 0)]
    [InlineData("0.333333", 2_334)] // 2333.331, rounded up once
    public async Task TheGroupsRatio_IsTheCallersAffair(string ratio, long charge)
    {
        await using var scenario = new PaidScenario(configure: options => options.Groups["default"].PriceRatio = ratio);
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false);

        Assert.Equal((charge, 0), await scenario.StandingAsync(grant));
        Assert.Equal(Cost, scenario.Record.ProviderCostMicros);
    }

    [Fact]
    public async Task AChannelsOwnPrices_AreOurCostOnly()
    {
        await using var scenario = new PaidScenario(configure: static options => options.Channels[0].Prices["gpt-*"] = new() { Input = "1", Output = "4" });
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false);

        Assert.Equal((Cost, 3_000L), (scenario.Record.ChargeMicros!.Value, scenario.Record.ProviderCostMicros!.Value));
    }

    [Fact]
    public async Task AnotherCurrency_IsChargedInDollars_AndKeptAsItWasPriced()
    {
        await using var scenario = new PaidScenario(hasPrice: false, configure: static options =>
        {
            options.Currencies["CNY"] = "0.14";
            options.Prices["gpt-4o-mini"] = new() { Input = "2", Output = "10", Currency = "CNY" };
        });
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false);

        Assert.Equal((980L, new CurrencyAmount("CNY", 7_000)), (scenario.Record.ChargeMicros!.Value, scenario.Record.ChargedAs));
    }

    /// <summary>OpenAI's own list: gpt-4o-mini at 0.15 and 0.60 dollars a million.</summary>
    [Fact]
    public async Task WithoutAConfiguredPrice_TheListPriceHolds()
    {
        await using var scenario = new PaidScenario(hasPrice: false);
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = new() { InputTokens = 1_000_000, OutputTokens = 1_000_000 } });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false);

        Assert.Equal(750_000, scenario.Record.ChargeMicros);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnUnknownPrice_RefusesCallsWithAQuota_AndNoOthers(bool streaming)
    {
        await using var scenario = new PaidScenario();
        var paying = await scenario.GrantAsync();
        var free = await scenario.GrantAsync(static request => (request.Name, request.QuotaMicros) = ("free", null));

        var failure = (await scenario.AskAsync(paying, streaming, static options => options.ModelId = "house-model")).Failure;

        Assert.Equal((OneApiErrorKind.PriceUnknown, "price_unknown"), (failure.Kind, failure.ProviderCode));
        Assert.Contains("house-model", failure.ProviderMessage, StringComparison.Ordinal);
        Assert.Equal([0], scenario.Inner.Requests);
        Assert.NotEmpty((await scenario.AskAsync(free, streaming, static options => options.ModelId = "house-model")).Text);
        Assert.Null(scenario.Inner.Usage.Records.Last().ChargeMicros);
        Assert.NotEmpty((await scenario.Inner.AskAsync(streaming, options: new() { ModelId = "house-model" })).Text);
    }

    [Theory]
    [InlineData(UnknownPrice.Free, 0)]
    [InlineData(UnknownPrice.Default, 1_500)]
    public async Task AnUnknownPrice_MayBeFreeOrDefaulted(UnknownPrice unknown, long charge)
    {
        await using var scenario = new PaidScenario(configure: options => options.Pricing = new() { Unknown = unknown, DefaultPrice = unknown is UnknownPrice.Default ? new() { Input = "1", Output = "1" } : null });
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false, static options => options.ModelId = "house-model");

        Assert.Equal((charge, 0), await scenario.StandingAsync(grant));
    }

    /// <summary>The dearest of the models that may serve decides what is set aside; the one that served decides the charge.</summary>
    [Fact]
    public async Task TheHold_IsThatOfTheDearestFallback_TheChargeThatOfTheModelThatServed()
    {
        await using var scenario = new PaidScenario(configure: static options =>
        {
            options.Prices["dear"] = new() { Input = "20", Output = "100" };
            options.Groups["default"].Fallbacks["gpt-4o-mini"] = ["dear"];
        });
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync();

        await scenario.AskAsync(grant, streaming: false);
        scenario.Fake.Fault(Fault.ServerError(), times: 1);
        await scenario.AskAsync(grant, streaming: false);

        var records = scenario.Inner.Usage.Records.ToArray();
        Assert.Equal([140 + 10_000, 140 + 10_000], records.Select(static record => record.ReservedMicros));
        Assert.Equal([("gpt-4o-mini", Cost), ("dear", Cost * 10)], records.Select(static record => (record.ServedModel, record.ChargeMicros!.Value)));
        Assert.Equal((Cost * 11, 0), await scenario.StandingAsync(grant));
    }

    [Fact]
    public async Task AnOverrun_IsChargedAllTheSame()
    {
        await using var scenario = new PaidScenario();
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 1_014);

        await scenario.AskAsync(grant, streaming: false);

        Assert.Equal((Cost, 0), await scenario.StandingAsync(grant));
        Assert.True(scenario.Record.ChargeMicros > scenario.Record.ReservedMicros);
        Assert.Single(scenario.Inner.Lines(1208));
    }

    [Fact]
    public async Task DaysAndMonths_AreAccountsOfTheirOwn()
    {
        await using var scenario = new PaidScenario();
        scenario.Fake.Reply(new FakeReply { Text = "hello", Usage = Used });
        var grant = await scenario.GrantAsync(static request => (request.DailyQuotaMicros, request.MonthlyQuotaMicros, request.TimeZone) = (7_500, 100_000, "Asia/Shanghai"));

        await scenario.AskAsync(grant, streaming: false);
        var failure = (await scenario.AskAsync(grant, streaming: false)).Failure;

        Assert.Equal("quota_request_too_large", failure.ProviderCode);
        Assert.Equal(3, scenario.Inner.Usage.Records.First().Accounts.Count);
        var sums = await scenario.Ledger.SumAccountsAsync(PaidScenario.Bound).ToListAsync(PaidScenario.Bound);
        Assert.Equal([Cost, Cost, Cost], sums.Where(static sum => sum.ChargedMicros > 0).Select(static sum => sum.ChargedMicros));
    }

    /// <summary>The issue's own case, over the whole engine: money for exactly 700 calls of a model that is priced per call.</summary>
    [Fact]
    public async Task AThousandCallers_WithMoneyFor700_AreServed700Times_AndThe300OthersReachNobody()
    {
        await using var scenario = new PaidScenario(hasPrice: false, configure: static options => options.Prices["gpt-4o-mini"] = new() { PerCall = "0.001" });
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 700 * 1000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => scenario.AskAsync(grant, streaming: i % 2 == 0)));

        Assert.Equal(700, answers.Count(static answer => answer.Error is null));
        Assert.All(answers.Where(static answer => answer.Error is not null), static answer => Assert.Equal(OneApiErrorKind.CallerQuotaExhausted, answer.Failure.Kind));
        Assert.Equal([700], scenario.Inner.Requests);
        Assert.Equal((700_000, 0), await scenario.StandingAsync(grant));
        Assert.Equal(700_000, scenario.Inner.Usage.Records.Sum(static record => record.ChargeMicros));
    }

    private static async Task<(AccessTokenGrant Grant, IAsyncEnumerator<ChatResponseUpdate> Stream)> OpenAsync(PaidScenario scenario, CancellationToken cancellationToken)
    {
        scenario.Fake.Reply(new FakeReply { Chunks = ["one two ", "three four "], Usage = Used });
        scenario.Fake.Fault(Fault.StallAfter(1));
        var grant = await scenario.GrantAsync();
        var options = new OneApiChatOptions { AccessToken = grant.Key, ModelId = scenario.Inner.Wire.Model };
        var stream = scenario.Inner.Chat.GetStreamingResponseAsync([new(ChatRole.User, "hello")], options, cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        var text = "";
        while (text != "one two ")
        {
            Assert.True(await stream.MoveNextAsync());
            text += stream.Current.Text;
        }

        return (grant, stream);
    }

    private static async Task AssertPartAsync(PaidScenario scenario, AccessTokenGrant grant, CallOutcome outcome, string delivered)
    {
        var record = scenario.Record;
        var model = scenario.Inner.Wire.Model;
        var input = ContentTokens.OfPrompt([new(ChatRole.User, "hello")], null, model);
        var output = TokenCounter.Count(delivered, model);
        Assert.Equal((outcome, true), (record.Outcome, record.IsEstimated));
        Assert.Equal((input, output), (record.Usage!.InputTokenCount, record.Usage.OutputTokenCount));
        Assert.Equal((input * 2) + (output * 10), record.ChargeMicros);
        Assert.Equal((record.ChargeMicros!.Value, 0), await scenario.StandingAsync(grant));
    }
}
