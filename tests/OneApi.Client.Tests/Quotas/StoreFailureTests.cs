using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OneApi.Client.Quotas;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Quotas;

/// <summary>A quota store that can't be reached: calls with a quota are refused or, where the host said so, let through up to a cap; nothing that was delivered is forgotten.</summary>
public sealed class StoreFailureTests : IDisposable
{
    private readonly FaultyQuotaStore _store = new();
    private readonly MemoryUsageLedger _ledger = new(NullLogger<MemoryUsageLedger>.Instance);

    public static TheoryData<bool> Doors => [false, true];

    public void Dispose() => _store.Dispose();

    private PaidScenario Make(Action<OneApiOptions>? configure = null) => new(configure: configure, before: services => services.AddSingleton<IQuotaStore>(_store).AddSingleton<IUsageLedger>(_ledger));

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ByDefault_CallsWithAQuotaAreRefused_AndOthersAreNot(bool streaming)
    {
        await using var scenario = Make();
        var grant = await scenario.GrantAsync();
        _store.FailReserves = int.MaxValue;

        var failure = (await scenario.AskAsync(grant, streaming)).Failure;

        Assert.Equal((OneApiErrorKind.NoChannel, "quota_unavailable"), (failure.Kind, failure.ProviderCode));
        Assert.True(failure.IsTransient);
        Assert.Equal([0], scenario.Inner.Requests);
        Assert.NotEmpty((await scenario.Inner.AskAsync(streaming)).Text);
    }

    /// <summary>The outcome of the first try is unknown: it stands, and the second one with the same id changes nothing.</summary>
    [Fact]
    public async Task AnUnknownOutcome_IsRepeatedWithTheSameId()
    {
        await using var scenario = Make();
        var grant = await scenario.GrantAsync();
        _store.LoseReserveAnswers = 1;
        _store.LoseSettleAnswers = 1;

        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);

        var record = scenario.Record;
        Assert.Equal((record.ChargeMicros!.Value, 0), await scenario.StandingAsync(grant));
        Assert.Equal([record.CallId, record.CallId], _store.Reserved);
        Assert.Equal([record.CallId, record.CallId], _store.Settled);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task FailOpen_LetsCallsThroughUpToTheCap_AndChargesThemLater(bool streaming)
    {
        await using var scenario = Make(static options => options.Quotas = new() { WhenUnavailable = StoreFailure.FailOpen, FailOpenCapMicros = 2_500 });
        var grant = await scenario.GrantAsync();
        _store.FailReserves = int.MaxValue;

        // Each sets aside 1 014 micro-dollars: two fit under the cap.
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        Assert.Equal("quota_unavailable", (await scenario.AskAsync(grant, streaming)).Failure.ProviderCode);

        Assert.Equal(2, scenario.Inner.Lines(1203).Length);
        Assert.Equal((scenario.Inner.Usage.Records.Sum(static record => record.ChargeMicros!.Value), 0), await scenario.StandingAsync(grant));
        _store.FailReserves = 0;
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        _store.FailReserves = int.MaxValue;
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
    }

    /// <summary>The answer is the caller's; the charge is tried again until the store takes it, once.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ASettlementThatFails_IsDoneInTheBackground(bool streaming)
    {
        await using var scenario = Make();
        var grant = await scenario.GrantAsync();
        _store.FailSettles = 5;

        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        var charge = scenario.Record.ChargeMicros!.Value;
        await _store.Settlements(1).WaitAsync(TimeSpan.FromSeconds(20), PaidScenario.Bound);

        Assert.Equal((charge, 0), await scenario.StandingAsync(grant));
        Assert.Single(scenario.Inner.Lines(1204));
        await scenario.DisposeAsync(); // the record follows its charge, and the end waits for both
        Assert.Equal(charge, (await _ledger.SumAccountsAsync(PaidScenario.Bound).SingleAsync(PaidScenario.Bound)).ChargedMicros);
    }

    /// <summary>One that can never be done holds up no other.</summary>
    [Fact]
    public async Task ASettlementThatTheStoreWillNeverTake_HoldsUpNoOther()
    {
        await using var scenario = Make();
        var (bad, good) = (await scenario.GrantAsync(), await scenario.GrantAsync(static request => request.Name = "other"));
        _store.NeverSettle = TokenAccounts.Total(bad.Token.Id);
        await scenario.AskAsync(bad, streaming: false);
        _store.FailSettles = 4;

        await scenario.AskAsync(good, streaming: false);
        await _store.Settlements(1).WaitAsync(TimeSpan.FromSeconds(20), PaidScenario.Bound);

        Assert.Equal((scenario.Inner.Usage.Records.Last().ChargeMicros!.Value, 0), await scenario.StandingAsync(good));
        Assert.Equal(0, (await scenario.StandingAsync(bad)).Settled);
        _store.NeverSettle = null; // so that the end of the test need not wait for it
    }

    [Fact]
    public async Task WhatIsWaiting_IsTriedOnceMore_WhenTheHostStops()
    {
        var scenario = Make();
        var grant = await scenario.GrantAsync();
        _store.FailSettles = int.MaxValue;
        await scenario.AskAsync(grant, streaming: false);
        var charge = scenario.Record.ChargeMicros!.Value;

        _store.FailSettles = 0;
        await scenario.DisposeAsync();

        Assert.Equal(charge, (await _store.GetAsync(TokenAccounts.Total(grant.Token.Id), PaidScenario.Bound))!.SettledMicros);
    }
}
