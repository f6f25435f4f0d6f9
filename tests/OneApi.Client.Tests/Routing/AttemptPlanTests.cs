using OneApi.Client.Channels;
using OneApi.Client.Errors;
using OneApi.Client.Gateway;
using OneApi.Client.Health;
using OneApi.Client.Routing;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Routing;

/// <summary>What follows which failure: the table of design §6, played out.</summary>
public class AttemptPlanTests
{
    private static readonly TimeSpan Left = TimeSpan.FromMinutes(5);
    private static readonly OneApiErrorKind[] MoveOn = [OneApiErrorKind.Authentication, PermissionDenied, QuotaExhausted, RateLimited, ModelNotFound, ProviderUnavailable, OneApiErrorKind.Timeout, ProtocolViolation];
    private static readonly OneApiErrorKind[] MoveOnOnce = [EmptyResponse, Unknown];

    public static TheoryData<OneApiErrorKind> Kinds => new(Enum.GetValues<OneApiErrorKind>());

    /// <summary>Channels a, b, c serve <c>m</c>, in this order; f and g serve the fallback models of the same names.</summary>
    private static GatewaySnapshot Snapshot(int channels, string[] fallbacks, int maxAttempts = 3, int sameChannelRetries = 1, Action<OneApiOptions>? configure = null) => Snapshots.Of(options =>
    {
        options.Failover = new() { MaxAttempts = maxAttempts, SameChannelRetries = sameChannelRetries };
        options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered, Fallbacks = { ["m"] = fallbacks } };
        foreach (var name in "abc"[..channels])
        {
            options.Channels.Add(Snapshots.Parse(name.ToString(), "m"));
        }

        options.Channels.Add(Snapshots.Parse("f", "f"));
        options.Channels.Add(Snapshots.Parse("g", "g"));
        configure?.Invoke(options);
    });

    private static AttemptPlan Plan(GatewaySnapshot snapshot, IList<string>? fallbacks = null, string? pinned = null, string model = "m") =>
        new(CallOf(snapshot, fallbacks, pinned, model), new ChannelSelector(new SeededRandom(1)), new RetryBudgets(TimeProvider.System), new SeededRandom(1));

    private static ChatCall CallOf(GatewaySnapshot snapshot, IList<string>? fallbacks, string? pinned, string model) => new()
    {
        Snapshot = snapshot,
        Group = snapshot.Groups["default"],
        Model = model,
        Kind = CallKind.Chat,
        Fallbacks = fallbacks,
        PinnedChannel = pinned,
        Streaming = false,
        Caller = default,
        StartedAt = default,
        StartTimestamp = 0,
        CancellationToken = CancellationToken.None,
        Messages = [],
        Client = null!, // a plan asks nobody
    };

    /// <summary>Plays a call whose attempts fail one after the other as told; the last kind goes on. A <c>!</c> marks the same channel again.</summary>
    private static string Play(AttemptPlan plan, TimeSpan? retryAfter, params OneApiErrorKind[] kinds)
    {
        var step = plan.First();
        var text = step.Candidate.Channel.Name;
        for (var i = 0; plan.After(step.Ticket, new OneApiException(kinds[Math.Min(i, kinds.Length - 1)]) { RetryAfter = retryAfter }, Left) is { } next; i++)
        {
            Assert.True(i < 10, "a call without an end: " + text);
            text += " " + next.Candidate.Channel.Name + (next.IsSameChannel ? "!" : "");
            step = next;
        }

        return text;
    }

    /// <summary>The table in other words: how a call goes on whose every attempt fails with the same kind.</summary>
    private static string Expected(OneApiErrorKind kind, int channels, bool hasFallback, int maxAttempts, int sameChannelRetries, TimeSpan? retryAfter)
    {
        var moves = MoveOn.Contains(kind) ? int.MaxValue : MoveOnOnce.Contains(kind) ? 1 : 0;
        var kept = hasFallback ? 1 : 0;
        var sequence = new List<string> { "a" };
        while (sequence.Count < channels && sequence.Count < maxAttempts - kept && moves > 0)
        {
            sequence.Add("abc"[sequence.Count].ToString());
            moves--;
        }

        var isShort = retryAfter <= TimeSpan.FromSeconds(5);
        var sameIsAllowed = sameChannelRetries > 0 && ((kind == RateLimited && isShort) || (kind == ProviderUnavailable && (retryAfter is null || isShort)));
        if (sameIsAllowed && sequence.Count == channels && sequence.Count < maxAttempts - kept)
        {
            sequence.Add(sequence[^1] + "!");
        }

        if (hasFallback && (moves > 0 || kind == ContextLengthExceeded) && sequence.Count < maxAttempts)
        {
            sequence.Add("f");
        }

        return string.Join(' ', sequence);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_IsFollowedByWhatTheTableSays(OneApiErrorKind kind)
    {
        var differences = new List<string>();
        var settings =
            from channels in (int[])[1, 2, 3]
            from fallback in (bool[])[false, true]
            from maxAttempts in (int[])[1, 2, 3, 4, 5]
            from retries in (int[])[0, 1]
            select (channels, fallback, maxAttempts, retries);
        foreach (var (channels, fallback, maxAttempts, retries) in settings)
        {
            var snapshot = Snapshot(channels, fallback ? ["f"] : [], maxAttempts, retries);
            foreach (var retryAfter in (TimeSpan?[])[null, TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)])
            {
                var expected = Expected(kind, channels, fallback, maxAttempts, retries, retryAfter);
                var actual = Play(Plan(snapshot), retryAfter, kind);
                if (actual != expected)
                {
                    differences.Add($"{channels} channels, fallback {fallback}, max {maxAttempts}, same {retries}, retry after {retryAfter}: '{actual}', not '{expected}'");
                }
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void RulesOfTheTable_AreTheOnesThatThePlanReads()
    {
        foreach (var kind in Enum.GetValues<OneApiErrorKind>())
        {
            var rule = ErrorConsequences.Of(kind).AnotherChannel;
            Assert.Equal((MoveOn.Contains(kind), MoveOnOnce.Contains(kind)), (rule == RetryRule.Yes, rule == RetryRule.Once));
        }
    }

    [Theory]
    [InlineData(EmptyResponse, EmptyResponse, "a b")]
    [InlineData(Unknown, Unknown, "a b")]
    [InlineData(EmptyResponse, Unknown, "a b")]
    [InlineData(EmptyResponse, ProviderUnavailable, "a b c")]
    [InlineData(ProviderUnavailable, EmptyResponse, "a b c")]
    public void EmptyAndUnknown_MoveOnOnceInACall(OneApiErrorKind first, OneApiErrorKind then, string expected) =>
        Assert.Equal(expected, Play(Plan(Snapshot(3, [], maxAttempts: 5, sameChannelRetries: 0)), null, first, then));

    [Fact]
    public void OneAttemptIsKept_ForAFallback()
    {
        Assert.Equal("a b f", Play(Plan(Snapshot(3, ["f"])), null, ProviderUnavailable));
        Assert.Equal("a f", Play(Plan(Snapshot(3, ["f"], maxAttempts: 2)), null, ProviderUnavailable));
        Assert.Equal("a", Play(Plan(Snapshot(3, ["f"], maxAttempts: 1)), null, ProviderUnavailable));
    }

    [Theory]
    [InlineData("nobody-serves-it")]
    [InlineData("switched-off")]
    [InlineData("m")]
    [InlineData("M")]
    [InlineData("g-not-allowed")]
    public void NoAttemptIsKept_ForAFallbackThatCannotServe(string fallback)
    {
        var snapshot = Snapshot(3, [], configure: options =>
        {
            options.Groups["default"].Models = ["m", "f", "nobody*", "switched*"];
            options.Channels.Add(new() { Name = "off", Provider = "stub", Models = ["switched-off"], Enabled = false });
            options.Channels.Add(new() { Name = "forbidden", Provider = "stub", Models = ["g-not-allowed"] });
        });

        Assert.Equal("a b c", Play(Plan(snapshot, [fallback]), null, ProviderUnavailable));
        Assert.Equal("a b f", Play(Plan(snapshot, [fallback, "f"]), null, ProviderUnavailable));
    }

    [Fact]
    public void SeveralFallbacks_AreTriedInOrder() =>
        Assert.Equal("a f g", Play(Plan(Snapshot(1, ["f", "g"], maxAttempts: 4, sameChannelRetries: 0)), null, QuotaExhausted));

    [Fact]
    public void TheCallsOwnFallbacks_StandInsteadOfTheGroups()
    {
        Assert.Equal("a g", Play(Plan(Snapshot(1, ["f"]), ["g"]), null, QuotaExhausted));
        Assert.Equal("a", Play(Plan(Snapshot(1, ["f"]), []), null, QuotaExhausted));
    }

    [Fact]
    public void FallbackModels_TakeTheirOwnChannels_AndTheirOwnNamesOnTheWire()
    {
        var snapshot = Snapshot(1, ["f"], sameChannelRetries: 0, configure: static options => options.ModelMap["f"] = "wire-f");
        var plan = Plan(snapshot);
        var first = plan.First();

        var next = plan.After(first.Ticket, new OneApiException(ProviderUnavailable), Left)!.Value;

        Assert.Equal(("f", "f", "wire-f"), (next.Candidate.Channel.Name, next.Candidate.PublicModel, next.Candidate.WireModel));
    }

    [Fact]
    public void ContentFiltered_FallsBackOnlyWhereConfigured()
    {
        Assert.Equal("a", Play(Plan(Snapshot(2, ["f"])), null, ContentFiltered));
        Assert.Equal("a f", Play(Plan(Snapshot(2, ["f"], configure: static options => options.Groups["default"].FallbackOn.Add("ContentFiltered"))), null, ContentFiltered));
    }

    [Fact]
    public void ContextLengthExceeded_GoesToAFallback_NotToAnotherChannel() => Assert.Equal("a f", Play(Plan(Snapshot(3, ["f"])), null, ContextLengthExceeded));

    [Fact]
    public void SameChannelRetries_AreCountedOverTheWholeCall()
    {
        Assert.Equal("a a! f", Play(Plan(Snapshot(1, ["f"], maxAttempts: 5)), null, ProviderUnavailable));
        Assert.Equal("a a! a! f", Play(Plan(Snapshot(1, ["f"], maxAttempts: 5, sameChannelRetries: 2)), null, ProviderUnavailable));
        Assert.Equal("a a!", Play(Plan(Snapshot(1, [], maxAttempts: 5)), null, ProviderUnavailable));
    }

    [Fact]
    public void SameChannel_ComesOnlyWhenNoOtherIsLeft()
    {
        Assert.Equal("a b b!", Play(Plan(Snapshot(2, [], maxAttempts: 5)), null, ProviderUnavailable));
        Assert.Equal("a b b!", Play(Plan(Snapshot(2, [], maxAttempts: 5)), TimeSpan.FromSeconds(1), RateLimited));
    }

    [Fact]
    public void WaitBeforeTheSameChannel_IsWhatTheProviderSaid_OrJittered()
    {
        var snapshot = Snapshot(1, []);
        TimeSpan WaitAfter(OneApiErrorKind kind, TimeSpan? retryAfter)
        {
            var plan = Plan(snapshot);
            return plan.After(plan.First().Ticket, new OneApiException(kind) { RetryAfter = retryAfter }, Left)!.Value.Wait;
        }

        Assert.Equal(TimeSpan.FromSeconds(2), WaitAfter(RateLimited, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(3), WaitAfter(ProviderUnavailable, TimeSpan.FromSeconds(3)));
        Assert.InRange(WaitAfter(ProviderUnavailable, null), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void AWaitThatDoesNotFitIntoTheDeadline_IsNotBegun()
    {
        var plan = Plan(Snapshot(1, []));
        var first = plan.First();

        Assert.Null(plan.After(first.Ticket, new OneApiException(RateLimited) { RetryAfter = TimeSpan.FromSeconds(4) }, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void OtherChannels_AreTriedWithoutWaiting()
    {
        var plan = Plan(Snapshot(2, []));
        var first = plan.First();

        var next = plan.After(first.Ticket, new OneApiException(RateLimited) { RetryAfter = TimeSpan.FromMinutes(1) }, Left)!.Value;

        Assert.Equal((TimeSpan.Zero, false, "b"), (next.Wait, next.IsSameChannel, next.Candidate.Channel.Name));
    }

    [Fact]
    public void MayFollow_SaysWhetherAnotherAttemptIsPossible()
    {
        static bool MayFollowFirst(AttemptPlan plan)
        {
            plan.First();
            return plan.MayFollow;
        }

        Assert.False(MayFollowFirst(Plan(Snapshot(1, []))));
        Assert.True(MayFollowFirst(Plan(Snapshot(2, []))));
        Assert.True(MayFollowFirst(Plan(Snapshot(1, ["f"]))));
        Assert.False(MayFollowFirst(Plan(Snapshot(1, ["nobody-serves-it"]))));
        Assert.False(MayFollowFirst(Plan(Snapshot(3, ["f"], maxAttempts: 1))));
        Assert.False(MayFollowFirst(Plan(Snapshot(3, ["f"]), pinned: "a")));
    }

    [Fact]
    public void AModelThatNobodyServes_StartsWithItsFallback()
    {
        var snapshot = Snapshot(1, []);

        Assert.Equal("f g", Play(Plan(snapshot, ["f", "g"], model: "unknown"), null, QuotaExhausted));
    }

    /// <summary>Found by byte cuts in parallel: a call that found another one trying the only channel was told that there is none.</summary>
    [Fact]
    public void AChannelThatAnotherCallTries_IsStillTheLeastBad()
    {
        var snapshot = Snapshot(1, []);
        var candidate = snapshot.RouteOf().Candidates[0];
        candidate.Keys[0].Model.Rest(HealthReason.Failing, TimeSpan.FromTicks(1), HealthCell.NoProbe, dice: 0);
        SpinWait.SpinUntil(() => candidate.MayEnter, TimeSpan.FromSeconds(5));
        var calls = Enumerable.Range(0, 64).Select(_ => Plan(snapshot)).ToArray();

        var steps = new AttemptStep[calls.Length];
        Parallel.For(0, calls.Length, i => steps[i] = calls[i].First());

        Assert.All(steps, step => Assert.Equal("a", step.Candidate.Channel.Name));
        Assert.Single(steps, static step => step.Ticket.IsProbe);
    }

    [Fact]
    public void APinnedCall_StaysOnItsChannel()
    {
        var snapshot = Snapshot(3, ["f"]);

        Assert.Equal("b", Play(Plan(snapshot, pinned: "B"), null, QuotaExhausted));
        Assert.Equal("b b!", Play(Plan(snapshot, pinned: "b"), null, ProviderUnavailable));
        Assert.Equal("f", Play(Plan(snapshot, pinned: "f", model: "a model that the channel does not list"), null, QuotaExhausted));
    }

    [Fact]
    public void APinnedChannel_ThatIsGoneOrOff_IsNoChannel()
    {
        var snapshot = Snapshot(1, [], configure: static options => options.Channels.Add(new() { Name = "off", Provider = "stub", Enabled = false }));

        Assert.Equal(NoChannel, Assert.Throws<OneApiException>(() => Plan(snapshot, pinned: "gone").First()).Kind);
        Assert.Equal(NoChannel, Assert.Throws<OneApiException>(() => Plan(snapshot, pinned: "off").First()).Kind);
    }

    [Fact]
    public void ARefusedToken_IsIssuedAnew_OnTheSameChannel_WithoutCountingAsAnAttempt()
    {
        var plan = Plan(Snapshot(channels: 2, fallbacks: [], maxAttempts: 2));
        var first = plan.First().Ticket;

        var refresh = After(plan, first, OneApiErrorKind.Authentication);
        var next = After(plan, first, OneApiErrorKind.Authentication);
        var nextRefresh = After(plan, next!.Value.Ticket, OneApiErrorKind.Authentication);
        var end = After(plan, next.Value.Ticket, OneApiErrorKind.Authentication);

        Assert.Equal((first.Candidate, TimeSpan.Zero, true, true), (refresh!.Value.Candidate, refresh.Value.Wait, refresh.Value.IsSameChannel, refresh.Value.IsRefresh));
        Assert.Equal(("b", false), (next.Value.Candidate.Channel.Name, next.Value.IsRefresh));
        Assert.Equal(("b", true), (nextRefresh!.Value.Candidate.Channel.Name, nextRefresh.Value.IsRefresh));
        Assert.Null(end);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OnlyARefusedKey_IsAReasonToRefresh(OneApiErrorKind kind)
    {
        var plan = Plan(Snapshot(channels: 1, fallbacks: []));

        Assert.Equal(kind == OneApiErrorKind.Authentication, After(plan, plan.First().Ticket, kind)?.IsRefresh == true);
    }

    [Fact]
    public void APinnedChannel_IsRefreshedToo()
    {
        var plan = Plan(Snapshot(channels: 1, fallbacks: []), pinned: "a");

        Assert.True(After(plan, plan.First().Ticket, OneApiErrorKind.Authentication)?.IsRefresh);
    }

    private static AttemptStep? After(AttemptPlan plan, HealthTicket failed, OneApiErrorKind kind) => plan.After(failed, new OneApiException(kind), Left, canRefresh: true);
}
