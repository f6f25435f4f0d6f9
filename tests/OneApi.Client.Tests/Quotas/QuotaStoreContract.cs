namespace OneApi.Client.Tests.Quotas;

/// <summary>What every quota store promises (reliability §1.2, I1–I7), written once. A store joins by deriving from it.</summary>
public abstract class QuotaStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IQuotaStore Store { get; }

    /// <summary>Gets how long a hold lasts that a test lets end. A store with a clock of its own takes a short one.</summary>
    protected virtual TimeSpan Lifetime => Minute;

    /// <summary>Lets the store's clock run; a store with a clock of its own waits, and a little longer.</summary>
    protected abstract Task AdvanceAsync(TimeSpan time);

    [Fact]
    public async Task Reserve_ThenSettle_ChargesTheRealCost_AndGivesTheRestBack()
    {
        await OpenAsync("a", 1000);
        var id = await HoldAsync(400, "a");
        await AssertStandsAsync("a", limit: 1000, settled: 0, held: 400);

        var result = await SettleAsync(id, 150, "a");

        Assert.Equal(new QuotaResult(QuotaOutcome.Applied), result);
        await AssertStandsAsync("a", limit: 1000, settled: 150, held: 0);
    }

    [Fact]
    public async Task Reserve_ThenRelease_ChargesNothing()
    {
        await OpenAsync("a", 1000);
        var id = await HoldAsync(400, "a");

        Assert.Equal(QuotaOutcome.Applied, (await Store.ReleaseAsync(id, Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await Store.ReleaseAsync(id, Stop)).Outcome);

        await AssertStandsAsync("a", limit: 1000, settled: 0, held: 0);
    }

    [Theory]
    [InlineData(1000, 0, 1001, QuotaRefusal.TooLarge, 1000)]
    [InlineData(1000, 600, 500, QuotaRefusal.InFlight, 1000)]
    [InlineData(0, 0, 1, QuotaRefusal.Exhausted, 0)]
    public async Task Reserve_WhenTooLittleIsLeft_IsRefusedWithTheReason_AndChangesNothing(long limit, long inFlight, long amount, QuotaRefusal why, long left)
    {
        await OpenAsync("a", limit);
        if (inFlight > 0)
        {
            await HoldAsync(inFlight, "a");
        }

        var result = await ReserveAsync(Guid.NewGuid(), amount, "a");

        Assert.Equal(new QuotaResult(QuotaOutcome.Refused, why, "a", left), result);
        await AssertStandsAsync("a", limit, settled: 0, held: inFlight);
    }

    [Fact]
    public async Task Reserve_OfTheLastMicro_IsApplied()
    {
        await OpenAsync("a", 1000);
        await HoldAsync(999, "a");

        await HoldAsync(1, "a");

        Assert.Equal(QuotaRefusal.InFlight, (await ReserveAsync(Guid.NewGuid(), 1, "a")).Refusal);
    }

    [Fact]
    public async Task AMissingAccount_FailsClosed()
    {
        Assert.Equal(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, "nobody"), await ReserveAsync(Guid.NewGuid(), 0, "nobody"));
        Assert.Null(await Store.GetAsync("nobody", Stop));
    }

    [Fact]
    public async Task AnAccountWithAConfiguredLimit_SpringsUpAtItsFirstUse_AndFollowsTheConfiguration()
    {
        QuotaAccount[] day = [new("a:2026-11-26", 100)];

        Assert.Equal(QuotaOutcome.Applied, (await Store.ReserveAsync(new(Guid.NewGuid(), day, 60, Minute), Stop)).Outcome);
        Assert.Equal(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.InFlight, "a:2026-11-26", 100), await Store.ReserveAsync(new(Guid.NewGuid(), day, 60, Minute), Stop));
        Assert.Equal(QuotaOutcome.Applied, (await Store.ReserveAsync(new(Guid.NewGuid(), [new("a:2026-11-26", 200)], 60, Minute), Stop)).Outcome);
        await AssertStandsAsync("a:2026-11-26", limit: 200, settled: 0, held: 120);
    }

    /// <summary>I7: all accounts of a chain hold, or none.</summary>
    [Fact]
    public async Task AChain_HoldsOnAllAccounts_OrOnNone()
    {
        await OpenAsync("token", 1000);
        await OpenAsync("group", 300);
        var id = await HoldAsync(200, "token", "group");

        var refused = await ReserveAsync(Guid.NewGuid(), 200, "token", "group");

        Assert.Equal(("group", QuotaRefusal.InFlight), (refused.Account, refused.Refusal));
        await AssertStandsAsync("token", limit: 1000, settled: 0, held: 200);
        await SettleAsync(id, 50, "token", "group");
        await AssertStandsAsync("token", limit: 1000, settled: 50, held: 0);
        await AssertStandsAsync("group", limit: 300, settled: 50, held: 0);
    }

    /// <summary>I4: an id is charged at most once, whatever is repeated.</summary>
    [Fact]
    public async Task Repetitions_ChangeNothing()
    {
        await OpenAsync("a", 1000);
        var id = await HoldAsync(400, "a");

        Assert.Equal(QuotaOutcome.Duplicate, (await ReserveAsync(id, 400, "a")).Outcome);
        Assert.Equal(QuotaOutcome.Applied, (await SettleAsync(id, 100, "a")).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await SettleAsync(id, 100, "a")).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await Store.ReleaseAsync(id, Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await ReserveAsync(id, 400, "a")).Outcome);

        await AssertStandsAsync("a", limit: 1000, settled: 100, held: 0);
    }

    [Fact]
    public async Task AReleasedCall_ThatIsSettledAfterAll_IsChargedOnce()
    {
        await OpenAsync("a", 1000);
        var id = await HoldAsync(400, "a");
        await Store.ReleaseAsync(id, Stop);

        Assert.True((await SettleAsync(id, 100, "a")).IsLate);
        Assert.Equal(QuotaOutcome.Duplicate, (await SettleAsync(id, 100, "a")).Outcome);

        await AssertStandsAsync("a", limit: 1000, settled: 100, held: 0);
    }

    [Fact]
    public async Task MoreThanWasHeld_IsChargedAllTheSame_AndFlagged()
    {
        await OpenAsync("a", 100);
        var id = await HoldAsync(100, "a");

        var result = await SettleAsync(id, 130, "a");

        Assert.Equal(new QuotaResult(QuotaOutcome.Applied, IsOverrun: true), result);
        Assert.Equal(-30, (await Store.GetAsync("a", Stop))!.AvailableMicros);
        Assert.Equal(QuotaRefusal.Exhausted, (await ReserveAsync(Guid.NewGuid(), 1, "a")).Refusal);
    }

    /// <summary>I3: a hold that nobody resolves ends by the store's clock.</summary>
    [Fact]
    public async Task AHold_EndsByItself_AndMayStillBeSettledLate()
    {
        await OpenAsync("a", 100);
        var id = await ShortHoldAsync(100, "a");
        await AdvanceAsync(Lifetime);

        await AssertStandsAsync("a", limit: 100, settled: 0, held: 0);
        var other = await HoldAsync(100, "a");
        var late = await SettleAsync(id, 40, "a");

        Assert.Equal((QuotaOutcome.Applied, true), (late.Outcome, late.IsLate));
        Assert.Equal(QuotaOutcome.Duplicate, (await SettleAsync(id, 40, "a")).Outcome);
        await AssertStandsAsync("a", limit: 100, settled: 40, held: 100);
        await Store.ReleaseAsync(other, Stop);
    }

    [Fact]
    public async Task Reserve_WhenOnlyEndedHoldsStandInTheWay_IsApplied()
    {
        await OpenAsync("a", 100);
        await ShortHoldAsync(100, "a");
        await AdvanceAsync(Lifetime);

        Assert.Equal(QuotaOutcome.Applied, (await ReserveAsync(Guid.NewGuid(), 100, "a")).Outcome);
    }

    [Fact]
    public async Task Reap_EndsWhatIsOver_AndNothingElse()
    {
        await OpenAsync("a", 100);
        await ShortHoldAsync(10, "a");
        await ShortHoldAsync(20, "a");
        await AdvanceAsync(Lifetime / 2);
        await ShortHoldAsync(30, "a");
        await AdvanceAsync(Lifetime / 2);

        Assert.Equal(2, await Store.ReapAsync(Stop));
        Assert.Equal(0, await Store.ReapAsync(Stop));
        await AssertStandsAsync("a", limit: 100, settled: 0, held: 30);
    }

    [Fact]
    public async Task Extend_TopsUpAndProlongs_OncePerSequence()
    {
        await OpenAsync("a", 100);
        var id = await ShortHoldAsync(40, "a");
        await AdvanceAsync(Lifetime / 2);

        Assert.Equal(QuotaOutcome.Applied, (await Store.ExtendAsync(new(id, 1, 30, Lifetime), Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await Store.ExtendAsync(new(id, 1, 30, Lifetime), Stop)).Outcome);
        Assert.Equal(QuotaRefusal.InFlight, (await Store.ExtendAsync(new(id, 2, 31, Lifetime), Stop)).Refusal);
        await AdvanceAsync(Lifetime / 2);

        await AssertStandsAsync("a", limit: 100, settled: 0, held: 70);
        await AdvanceAsync(Lifetime / 2);
        await AssertStandsAsync("a", limit: 100, settled: 0, held: 0);
        Assert.Equal(QuotaRefusal.UnknownReservation, (await Store.ExtendAsync(new(id, 3, 1, Lifetime), Stop)).Refusal);
    }

    [Fact]
    public async Task Adjust_IsAppliedOncePerEntry_AndNeverTakesWhatIsSpent()
    {
        var entry = new QuotaEntry(Guid.NewGuid(), "a", 100, "opening");
        Assert.Equal(QuotaOutcome.Applied, (await Store.AdjustAsync(entry, Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await Store.AdjustAsync(entry, Stop)).Outcome);
        await HoldAsync(60, "a");

        Assert.Equal(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.TooLarge, "a", 40), await Store.AdjustAsync(new(Guid.NewGuid(), "a", -41, "correction"), Stop));
        Assert.Equal(QuotaOutcome.Applied, (await Store.AdjustAsync(new(Guid.NewGuid(), "a", -40, "correction"), Stop)).Outcome);
        Assert.Equal(QuotaRefusal.UnknownAccount, (await Store.AdjustAsync(new(Guid.NewGuid(), "nobody", -1, "correction"), Stop)).Refusal);

        await AssertStandsAsync("a", limit: 60, settled: 0, held: 60);
    }

    [Fact]
    public async Task NonsensicalArguments_AreRefusedBeforeAnythingIsDone()
    {
        await OpenAsync("a", 100);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ReserveAsync(Guid.NewGuid(), -1, "a"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, TimeSpan.Zero), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await ReserveAsync(Guid.NewGuid(), 1, "a", "a"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await SettleAsync(Guid.NewGuid(), -1, "a"));

        await AssertStandsAsync("a", limit: 100, settled: 0, held: 0);
    }

    /// <summary>The issue's own case: 1 000 callers, money for exactly 700.</summary>
    [Fact]
    public async Task AThousandCallersAtOnce_WithMoneyFor700_AreServed700Times_AndTheAccountIsExactlyEmpty()
    {
        await OpenAsync("a", 700 * 13);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(
            async () =>
            {
                var id = Guid.NewGuid();
                if (!(await ReserveAsync(id, 13, "a")).IsDone)
                {
                    return false;
                }

                await Task.Yield();
                return (await SettleAsync(id, 13, "a")).Outcome is QuotaOutcome.Applied;
            },
            Stop)));

        Assert.Equal(700, outcomes.Count(static served => served));
        await AssertStandsAsync("a", limit: 700 * 13, settled: 700 * 13, held: 0);
    }

    /// <summary>I1–I4, I6, I7 over random histories: the store answers as arithmetic does.</summary>
    [Fact]
    public async Task RandomHistories_AddUp()
    {
        var random = new Random(20261126);
        string[] keys = ["h1", "h2", "h3"];
        var limits = new Dictionary<string, long>();
        foreach (var key in keys)
        {
            limits[key] = random.Next(500, 5000);
            await OpenAsync(key, limits[key]);
        }

        var settled = keys.ToDictionary(static key => key, static _ => 0L);
        var open = new Dictionary<Guid, (string[] Accounts, long Amount)>();
        for (var i = 0; i < 3000; i++)
        {
            if (open.Count == 0 || random.Next(2) == 0)
            {
                var chain = keys.Where(_ => random.Next(2) == 0).DefaultIfEmpty("h1").ToArray();
                var amount = random.Next(0, 200);
                var id = Guid.NewGuid();
                var fits = chain.All(key => limits[key] - settled[key] - open.Values.Where(hold => hold.Accounts.Contains(key)).Sum(static hold => hold.Amount) >= amount);

                Assert.Equal(fits, (await ReserveAsync(id, amount, chain)).IsDone);
                if (fits)
                {
                    open[id] = (chain, amount);
                }

                continue;
            }

            var (chosen, hold) = open.ElementAt(random.Next(open.Count));
            open.Remove(chosen);
            if (random.Next(4) == 0)
            {
                Assert.Equal(QuotaOutcome.Applied, (await Store.ReleaseAsync(chosen, Stop)).Outcome);
                continue;
            }

            var actual = random.NextInt64(0, (hold.Amount / 3) + 1);
            Assert.Equal(QuotaOutcome.Applied, (await SettleAsync(chosen, actual, hold.Accounts)).Outcome);
            foreach (var key in hold.Accounts)
            {
                settled[key] += actual;
            }
        }

        foreach (var key in keys)
        {
            await AssertStandsAsync(key, limits[key], settled[key], open.Values.Where(hold => hold.Accounts.Contains(key)).Sum(static hold => hold.Amount));
        }
    }

    /// <summary>I2: whoever looks, whenever, sees no more set aside than there is.</summary>
    [Fact]
    public async Task ManyCallersOnChains_NeverOverspend_AndLeaveNothingHeld()
    {
        await OpenAsync("one", 5_000);
        await OpenAsync("two", 4_000);
        var charged = 0L;
        var isOver = false;

        var watching = Task.Run(
            async () =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    foreach (var key in (string[])["one", "two"])
                    {
                        Assert.True((await Store.GetAsync(key, Stop))!.AvailableMicros >= 0);
                    }

                    await Task.Yield();
                }
            },
            Stop);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(worker);
                for (var i = 0; i < 50; i++)
                {
                    var id = Guid.NewGuid();
                    string[] chain = random.Next(2) == 0 ? ["one", "two"] : ["two", "one"];
                    if ((await ReserveAsync(id, 10, chain)).IsDone)
                    {
                        var actual = random.Next(0, 11);
                        await SettleAsync(id, actual, chain);
                        Interlocked.Add(ref charged, actual);
                    }
                }
            },
            Stop)));
        Volatile.Write(ref isOver, true);
        await watching;

        await AssertStandsAsync("one", 5_000, charged, held: 0);
        await AssertStandsAsync("two", 4_000, charged, held: 0);
    }

    protected async Task OpenAsync(string account, long limit) =>
        Assert.Equal(QuotaOutcome.Applied, (await Store.AdjustAsync(new(Guid.NewGuid(), account, limit, "opening"), Stop)).Outcome);

    protected ValueTask<QuotaResult> ReserveAsync(Guid id, long amount, params string[] accounts) =>
        Store.ReserveAsync(new(id, Chain(accounts), amount, Minute), Stop);

    protected async Task<Guid> HoldAsync(long amount, params string[] accounts)
    {
        var id = Guid.NewGuid();
        Assert.Equal(QuotaOutcome.Applied, (await ReserveAsync(id, amount, accounts)).Outcome);
        return id;
    }

    protected async Task<Guid> ShortHoldAsync(long amount, params string[] accounts)
    {
        var id = Guid.NewGuid();
        Assert.Equal(QuotaOutcome.Applied, (await Store.ReserveAsync(new(id, Chain(accounts), amount, Lifetime), Stop)).Outcome);
        return id;
    }

    protected ValueTask<QuotaResult> SettleAsync(Guid id, long actual, params string[] accounts) => Store.SettleAsync(new(id, Chain(accounts), actual), Stop);

    protected async Task AssertStandsAsync(string account, long limit, long settled, long held)
    {
        var standing = (await Store.GetAsync(account, Stop))!;
        Assert.Equal((limit, settled, held), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
    }

    private static QuotaAccount[] Chain(string[] accounts) => Array.ConvertAll(accounts, static key => new QuotaAccount(key));
}
