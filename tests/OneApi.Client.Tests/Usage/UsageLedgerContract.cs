using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Usage;

/// <summary>What every usage ledger promises, written once. A ledger joins by deriving from it; public API only, so that other packages link this file.</summary>
public abstract class UsageLedgerContract
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IUsageLedger Ledger { get; }

    [Fact]
    public async Task WhatWasAppended_IsReadAsItWas()
    {
        var whole = NewRecord(Noon.AddTicks(1_234_567), owner: "customer-a", token: "tok1", labels: new() { ["team"] = "支持 🚀", ["stage"] = "live" }, accounts: ["token:tok1", "token:tok1:2026-11"]) with
        {
            Streaming = true,
            EndUser = "user-7",
            TimeToFirstToken = TimeSpan.FromTicks(4_321_234),
            Duration = TimeSpan.FromTicks(98_765_432),
            IsEstimated = true,
            ChargeMicros = long.MaxValue,
            ChargedAs = new("CNY", 71),
            ReservedMicros = 900,
            IsLate = true,
            ProviderCostMicros = 5,
            ErrorKind = OneApiErrorKind.Timeout,
            Outcome = CallOutcome.Broken,
            Usage = new() { InputTokenCount = 11, CachedInputTokenCount = 3, OutputTokenCount = 7, ReasoningTokenCount = 2, TotalTokenCount = 18, AdditionalCounts = new() { [UsageCounts.CacheWrites] = 4 } },
            Attempts =
            [
                new() { Channel = "first", ChannelNumber = 1, Provider = "qwen", Model = "public", ProviderModel = "qwen-plus", StartedAt = Noon, Duration = TimeSpan.FromMilliseconds(5), ErrorKind = OneApiErrorKind.ProviderUnavailable, StatusCode = System.Net.HttpStatusCode.ServiceUnavailable, RequestId = "r-1", ProviderCostMicros = 0 },
                new() { Channel = "second", ChannelNumber = 2, Provider = "openai", Model = "public", ProviderModel = "gpt", StartedAt = Noon, WaitedBefore = TimeSpan.FromMilliseconds(7), ProviderCostMicros = 5 },
            ],
        };
        await AppendAsync(whole);

        var read = Assert.Single(await ReadAsync(new()));

        Assert.Equal(UsageRecordJson.Serialize(whole), UsageRecordJson.Serialize(read));
    }

    [Fact]
    public async Task ARecordWithLittleInIt_IsReadAsItWas()
    {
        var bare = NewRecord(Noon) with { RequestedModel = "", ServedModel = null, Channel = null, Provider = null, Usage = null, ChargeMicros = null, ProviderCostMicros = null, Outcome = CallOutcome.Failed, ErrorKind = OneApiErrorKind.InvalidRequest, Attempts = [] };
        await AppendAsync(bare);

        Assert.Equal(UsageRecordJson.Serialize(bare), UsageRecordJson.Serialize(Assert.Single(await ReadAsync(new()))));
    }

    [Fact]
    public async Task Append_OfARecordThatIsThere_LeavesItAsItIs()
    {
        var first = NewRecord(Noon, charge: 10, accounts: ["a"]);
        var second = NewRecord(Noon, charge: 5, accounts: ["a"]);
        Assert.Equal(1, await Ledger.AppendAsync([first], Stop));

        Assert.Equal(1, await Ledger.AppendAsync([first with { ChargeMicros = 99 }, second, second], Stop));
        Assert.Equal(0, await Ledger.AppendAsync([second, first], Stop));
        Assert.Equal(0, await Ledger.AppendAsync([], Stop));

        Assert.Equal(15, (await TotalAsync(new())).ChargeMicros);
        Assert.Equal(new AccountTotal("a", 15, 2), Assert.Single(await AccountsAsync()));
    }

    [Fact]
    public async Task Append_OfTheSameRecordsByManyAtOnce_CountsEachOnce()
    {
        UsageRecord[] records = [.. Enumerable.Range(0, 40).Select(i => NewRecord(Noon.AddSeconds(i), charge: i, accounts: ["a"]))];

        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await Ledger.AppendAsync(records, Stop), Stop)));

        Assert.Equal(40, added.Sum());
        Assert.Equal(new AccountTotal("a", 40 * 39 / 2, 40), Assert.Single(await AccountsAsync()));
        Assert.Equal(40, (await TotalAsync(new())).Calls);
    }

    [Fact]
    public async Task Read_GoesByTheStartOfTheCalls_ThenByTheirIds()
    {
        var ids = Enumerable.Range(1, 3).Select(static i => new Guid(i, 0, 0, new byte[8])).ToArray();
        var early = NewRecord(Noon) with { CallId = ids[2] };
        var late = NewRecord(Noon.AddTicks(1)) with { CallId = ids[0] };
        var lateToo = NewRecord(Noon.AddTicks(1)) with { CallId = ids[1] };
        await AppendAsync(lateToo, late, early);

        Assert.Equal([ids[2], ids[0], ids[1]], (await ReadAsync(new())).Select(static record => record.CallId));
    }

    [Fact]
    public async Task TheFilterOfTime_TakesItsBegin_AndLeavesItsEnd_InAnyOffset()
    {
        await AppendAsync(NewRecord(Noon.AddTicks(-1), owner: "before"), NewRecord(Noon, owner: "begin"), NewRecord(Noon.AddHours(1).AddTicks(-1), owner: "last"), NewRecord(Noon.AddHours(1), owner: "end"));
        var hour = new UsageFilter { From = Noon.ToOffset(TimeSpan.FromHours(8)), Until = Noon.AddHours(1).ToOffset(TimeSpan.FromHours(-5)) };

        Assert.Equal(["begin", "last"], await OwnersAsync(hour));
        Assert.Equal(["before", "begin", "last"], await OwnersAsync(hour with { From = null }));
        Assert.Equal(["begin", "last", "end"], await OwnersAsync(hour with { Until = null }));
    }

    public static TheoryData<string, UsageFilter> Filters => new()
    {
        { "owner", new() { Owner = "wanted" } },
        { "owner of nobody", new() { Owner = "" } },
        { "token", new() { TokenId = "wanted" } },
        { "no token", new() { TokenId = "" } },
        { "group", new() { Group = "wanted" } },
        { "model that served", new() { Model = "wanted" } },
        { "model that was asked for", new() { Model = "asked" } },
        { "channel", new() { Channel = "wanted" } },
        { "provider", new() { Provider = "wanted" } },
        { "outcome", new() { Outcome = CallOutcome.Cancelled } },
        { "label", new() { Labels = new Dictionary<string, string> { ["team"] = "wanted" } } },
        { "two labels", new() { Labels = new Dictionary<string, string> { ["team"] = "b", ["stage"] = "wanted" } } },
        { "several at once", new() { Owner = "both", Group = "both" } },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task AFilter_TakesWhatItMeans_AndNothingElse(string name, UsageFilter filter)
    {
        var other = NewRecord(Noon, owner: "a", token: "t", labels: new() { ["team"] = "a", ["stage"] = "a" });
        var wanted = name switch
        {
            "owner" => other with { Owner = "wanted" },
            "owner of nobody" => other with { Owner = null },
            "token" => other with { TokenId = "wanted" },
            "no token" => other with { TokenId = null },
            "group" => other with { Group = "wanted" },
            "model that served" => other with { ServedModel = "wanted" },
            "model that was asked for" => other with { ServedModel = null, RequestedModel = "asked" },
            "channel" => other with { Channel = "wanted" },
            "provider" => other with { Provider = "wanted" },
            "outcome" => other with { Outcome = CallOutcome.Cancelled },
            "label" => other with { Labels = new Dictionary<string, string> { ["team"] = "wanted" } },
            "two labels" => other with { Labels = new Dictionary<string, string> { ["team"] = "b", ["stage"] = "wanted" } },
            _ => other with { Owner = "both", Group = "both" },
        };
        UsageRecord[] others =
        [
            other,
            other with { Owner = "Wanted", Group = "Wanted", TokenId = "wanted ", ServedModel = "wanted2" },
            other with { RequestedModel = "wanted", ServedModel = "served" },
            other with { RequestedModel = "asked", ServedModel = "served" },
            other with { Owner = "both" },
            other with { Group = "both" },
            other with { Labels = new Dictionary<string, string> { ["other"] = "wanted", ["team"] = "b", ["stage"] = "c" } },
            other with { Labels = new Dictionary<string, string> { ["stage"] = "wanted" } },
        ];
        wanted = wanted with { CallId = Guid.NewGuid() };
        await AppendAsync([.. others.Select(static record => record with { CallId = Guid.NewGuid() }), wanted]);

        Assert.Equal(wanted.CallId, Assert.Single(await ReadAsync(filter)).CallId);
        Assert.Equal(1, (await TotalAsync(filter)).Calls);
    }

    [Fact]
    public async Task Sum_OfEverything_AddsUpEveryMeasure()
    {
        var one = NewRecord(Noon, charge: 100) with
        {
            Duration = TimeSpan.FromMilliseconds(1500),
            TimeToFirstToken = TimeSpan.FromMilliseconds(200),
            ProviderCostMicros = 60,
            Usage = new() { InputTokenCount = 10, CachedInputTokenCount = 4, OutputTokenCount = 20, ReasoningTokenCount = 5, AdditionalCounts = new() { [UsageCounts.CacheWrites] = 3, [UsageCounts.Images] = 2 } },
        };
        var two = NewRecord(Noon) with
        {
            Duration = TimeSpan.FromTicks(7),
            Outcome = CallOutcome.Broken,
            IsEstimated = true,
            ChargeMicros = null,
            ProviderCostMicros = null,
            Usage = new() { InputTokenCount = 1, OutputTokenCount = 2 },
            Attempts = [.. one.Attempts, .. one.Attempts],
        };
        var three = NewRecord(Noon, charge: 0) with { Outcome = CallOutcome.Failed, Usage = null, Attempts = [], Duration = TimeSpan.Zero, ProviderCostMicros = 0 };
        var four = NewRecord(Noon, charge: 1) with { Outcome = CallOutcome.Cancelled, Usage = null, Duration = TimeSpan.Zero, TimeToFirstToken = TimeSpan.FromTicks(3), ProviderCostMicros = 0 };
        await AppendAsync(one, two, three, four);

        var bucket = Assert.Single(await SumAsync(new(), []));

        Assert.Empty(bucket.Keys);
        Assert.Null(bucket.QuarterHour);
        Assert.Equal(
            new UsageTotals
            {
                Calls = 4,
                Errors = 2,
                Cancelled = 1,
                Attempts = 4,
                InputTokens = 11,
                CachedInputTokens = 4,
                CacheWriteTokens = 3,
                OutputTokens = 22,
                ReasoningTokens = 5,
                Images = 2,
                ChargeMicros = 101,
                ProviderCostMicros = 60,
                Estimated = 1,
                Unpriced = 1,
                Duration = TimeSpan.FromTicks(15_000_007),
                LongestDuration = TimeSpan.FromMilliseconds(1500),
                FirstTokens = 2,
                TimeToFirstToken = TimeSpan.FromTicks(2_000_003),
            },
            bucket.Totals);
    }

    [Fact]
    public async Task Sum_OfNothing_HasNoBucket() => Assert.Empty(await SumAsync(new(), [UsageDimension.Owner]));

    public static TheoryData<string> Dimensions => ["owner", "token", "group", "model", "channel", "provider", "label:team"];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public async Task Sum_ByADimension_KeepsItsValuesApart_AndThoseWithoutOne(string name)
    {
        Assert.True(UsageDimension.TryParse(name, out var dimension));
        var hasNone = dimension.Kind is not (UsageDimensionKind.Group or UsageDimensionKind.Model);
        UsageRecord[] records = [With(dimension, "x", 1), With(dimension, "y", 10), With(dimension, "x", 100), .. hasNone ? [With(dimension, null, 1000)] : Array.Empty<UsageRecord>()];
        await AppendAsync(records);

        var sums = (await SumAsync(new(), [dimension])).ToDictionary(static bucket => Assert.Single(bucket.Keys) ?? "(none)", static bucket => (bucket.Totals.Calls, bucket.Totals.ChargeMicros));

        Dictionary<string, (long, long)> expected = new() { ["x"] = (2, 101), ["y"] = (1, 10) };
        if (hasNone)
        {
            expected["(none)"] = (1, 1000);
        }

        Assert.Equal(expected, sums);
    }

    [Fact]
    public async Task Sum_ByModel_TakesTheOneThatWasAskedFor_WhereNoneServed()
    {
        await AppendAsync(NewRecord(Noon, charge: 1) with { RequestedModel = "asked", ServedModel = "served" }, NewRecord(Noon, charge: 10) with { RequestedModel = "asked", ServedModel = null });

        var sums = (await SumAsync(new(), [UsageDimension.Model])).ToDictionary(static bucket => bucket.Keys[0]!, static bucket => bucket.Totals.ChargeMicros);

        Assert.Equal(new Dictionary<string, long> { ["served"] = 1, ["asked"] = 10 }, sums);
    }

    [Fact]
    public async Task Sum_ByAllDimensions_KeepsEachCombinationApart_InTheirOrder()
    {
        UsageDimension[] all = [UsageDimension.OfLabel("team"), UsageDimension.Provider, UsageDimension.Channel, UsageDimension.Model, UsageDimension.Group, UsageDimension.Token, UsageDimension.Owner, UsageDimension.OfLabel("stage")];
        var record = NewRecord(Noon, owner: "o", token: "t", charge: 1, labels: new() { ["team"] = "a" }) with { Group = "g", ServedModel = "m", Channel = "c", Provider = "p" };
        await AppendAsync(record, record with { CallId = Guid.NewGuid(), ChargeMicros = 10 }, record with { CallId = Guid.NewGuid(), TokenId = "u", ChargeMicros = 100 });

        var sums = await SumAsync(new(), all);

        Assert.Equal(2, sums.Count);
        Assert.Equal(11, sums.Single(static bucket => bucket.Keys.SequenceEqual(["a", "p", "c", "m", "g", "t", "o", null])).Totals.ChargeMicros);
        Assert.Equal(100, sums.Single(static bucket => bucket.Keys.SequenceEqual(["a", "p", "c", "m", "g", "u", "o", null])).Totals.ChargeMicros);
    }

    [Fact]
    public async Task Sum_ByQuarterHour_CutsAtFullQuartersOfUtc()
    {
        await AppendAsync(
            NewRecord(Noon.AddTicks(-1), charge: 1),
            NewRecord(Noon, charge: 10),
            NewRecord(Noon.AddMinutes(15).AddTicks(-1).ToOffset(new TimeSpan(5, 45, 0)), charge: 100),
            NewRecord(Noon.AddMinutes(15), charge: 1000));

        var sums = (await SumAsync(new(), [], byQuarterHour: true)).ToDictionary(static bucket => bucket.QuarterHour!.Value, static bucket => bucket.Totals.ChargeMicros);

        Assert.Equal(new Dictionary<DateTimeOffset, long> { [Noon.AddMinutes(-15)] = 1, [Noon] = 110, [Noon.AddMinutes(15)] = 1000 }, sums);
        Assert.All(sums.Keys, static quarter => Assert.Equal(TimeSpan.Zero, quarter.Offset));
    }

    [Fact]
    public async Task Sum_ByQuarterHourAndADimension_KeepsBothApart()
    {
        await AppendAsync(NewRecord(Noon, owner: "a", charge: 1), NewRecord(Noon, owner: "b", charge: 10), NewRecord(Noon.AddHours(1), owner: "a", charge: 100), NewRecord(Noon.AddHours(1), owner: "c", charge: 1000));

        var sums = await SumAsync(new() { Until = Noon.AddHours(2) }, [UsageDimension.Owner], byQuarterHour: true);

        Assert.Equal(
            [("a", Noon, 1L), ("a", Noon.AddHours(1), 100L), ("b", Noon, 10L), ("c", Noon.AddHours(1), 1000L)],
            sums.Select(static bucket => (bucket.Keys[0]!, bucket.QuarterHour!.Value, bucket.Totals.ChargeMicros)).Order());
    }

    [Theory]
    [InlineData("day")]
    [InlineData("hour")]
    public async Task Sum_ByDayOrHour_IsRefused_BecauseTheyBelongToATimeZone(string name)
    {
        Assert.True(UsageDimension.TryParse(name, out var dimension));

        await Assert.ThrowsAsync<ArgumentException>(() => SumAsync(new(), [dimension]));
    }

    [Fact]
    public async Task Accounts_AreChargedByEachRecordThatNamesThem()
    {
        await AppendAsync(
            NewRecord(Noon, charge: 100, accounts: ["token:a", "token:a:2026-11-25"]),
            NewRecord(Noon.AddDays(1), charge: 20, accounts: ["token:a", "token:a:2026-11-26"]),
            NewRecord(Noon, charge: 3, accounts: ["token:b"]),
            NewRecord(Noon, charge: 1000));

        AccountTotal[] expected = [new("token:a", 120, 2), new("token:a:2026-11-25", 100, 1), new("token:a:2026-11-26", 20, 1), new("token:b", 3, 1)];
        Assert.Equal(expected, (await AccountsAsync()).OrderBy(static total => total.Account, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cancellation_EndsReadsAndAppends()
    {
        await AppendAsync(NewRecord(Noon, accounts: ["a"]));
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ledger.AppendAsync([NewRecord(Noon)], gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ledger.ReadAsync(new(), gone).ToListAsync(Stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ledger.SumAsync(new(), [], false, gone).ToListAsync(Stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ledger.SumAccountsAsync(gone).ToListAsync(Stop));
    }

    internal static UsageRecord NewRecord(DateTimeOffset startedAt, string? owner = null, string? token = null, long? charge = 0, Dictionary<string, string>? labels = null, string[]? accounts = null) => new()
    {
        CallId = Guid.CreateVersion7(startedAt),
        Operation = "chat",
        Streaming = false,
        StartedAt = startedAt,
        Duration = TimeSpan.FromMilliseconds(250),
        Group = "default",
        Owner = owner,
        TokenId = token,
        Labels = labels ?? [],
        RequestedModel = "model",
        ServedModel = "model",
        Channel = "channel",
        Provider = "openai",
        Outcome = CallOutcome.Succeeded,
        Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 },
        ChargeMicros = charge,
        ProviderCostMicros = 0,
        Accounts = accounts ?? [],
        Attempts = [new() { Channel = "channel", ChannelNumber = 1, Provider = "openai", Model = "public", ProviderModel = "model", StartedAt = startedAt }],
    };

    protected async Task AppendAsync(params UsageRecord[] records) => Assert.Equal(records.Length, await Ledger.AppendAsync(records, Stop));

    protected async Task<List<UsageRecord>> ReadAsync(UsageFilter filter) => await Ledger.ReadAsync(filter, Stop).ToListAsync(Stop);

    protected async Task<List<UsageBucket>> SumAsync(UsageFilter filter, UsageDimension[] by, bool byQuarterHour = false) => await Ledger.SumAsync(filter, by, byQuarterHour, Stop).ToListAsync(Stop);

    protected async Task<List<AccountTotal>> AccountsAsync() => await Ledger.SumAccountsAsync(Stop).ToListAsync(Stop);

    private async Task<UsageTotals> TotalAsync(UsageFilter filter) => Assert.Single(await SumAsync(filter, [])).Totals;

    private async Task<string?[]> OwnersAsync(UsageFilter filter) => [.. (await ReadAsync(filter)).Select(static record => record.Owner)];

    private static UsageRecord With(UsageDimension dimension, string? value, long charge)
    {
        var record = NewRecord(Noon, charge: charge);
        return dimension.Kind switch
        {
            UsageDimensionKind.Owner => record with { Owner = value },
            UsageDimensionKind.Token => record with { TokenId = value },
            UsageDimensionKind.Group => record with { Group = value! },
            UsageDimensionKind.Model => record with { ServedModel = value },
            UsageDimensionKind.Channel => record with { Channel = value },
            UsageDimensionKind.Provider => record with { Provider = value },
            _ => record with { Labels = value is null ? [] : new Dictionary<string, string> { [dimension.Label!] = value } },
        };
    }
}
