using CsCheck;

namespace OneApi.Client.Tests.Usage;

public class UsageReportsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly ReportBench _bench = new();

    [Fact]
    public async Task WithoutABreakdown_ThereIsOneRow_EvenOfNothing()
    {
        Assert.Equal(new UsageTotals(), Assert.Single(await _bench.RowsAsync(new())).Totals);

        await _bench.AppendAsync(Record(Noon, charge: 3), Record(Noon, charge: 4));

        var row = Assert.Single(await _bench.RowsAsync(new()));
        Assert.Equal((2, 7), (row.Totals.Calls, row.Totals.ChargeMicros));
        Assert.Empty(row.Keys);
    }

    [Fact]
    public async Task ByDay_FollowsTheTimeZone()
    {
        await _bench.AppendAsync(
            Record(new(2026, 11, 24, 15, 59, 59, TimeSpan.Zero), charge: 1),
            Record(new(2026, 11, 24, 16, 0, 0, TimeSpan.Zero), charge: 10),
            Record(new(2026, 11, 25, 15, 45, 0, TimeSpan.Zero), charge: 100),
            Record(new(2026, 11, 25, 16, 0, 0, TimeSpan.Zero), charge: 1000));

        Assert.Equal([("2026-11-24", 1), ("2026-11-25", 110), ("2026-11-26", 1000)], await ChargesAsync(new() { By = [UsageDimension.Day], TimeZone = "Asia/Shanghai" }));
        Assert.Equal([("2026-11-24", 11), ("2026-11-25", 1100)], await ChargesAsync(new() { By = [UsageDimension.Day] }));
    }

    [Fact]
    public async Task ADayOf25Hours_IsOneDay_AndItsRepeatedHourTwoRowsInOrder()
    {
        var start = new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero); // 00:00 in Berlin
        await _bench.AppendAsync([.. Enumerable.Range(0, 50).Select(half => Record(start.AddMinutes(30 * half), charge: 1))]);

        Assert.Equal([("2026-10-25", 50)], await ChargesAsync(new() { By = [UsageDimension.Day], TimeZone = "Europe/Berlin" }));
        var hours = await ChargesAsync(new() { By = [UsageDimension.Hour], TimeZone = "Europe/Berlin" });
        Assert.Equal(25, hours.Count);
        Assert.All(hours, static hour => Assert.Equal(2, hour.Charge));
        Assert.Equal(["2026-10-25T01:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00"], hours.Skip(1).Take(4).Select(static hour => hour.Key));
    }

    [Fact]
    public async Task ByDayAndOwner_TheKeysStandInTheOrderAsked_AndRowsAreSortedByThem()
    {
        await _bench.AppendAsync(Record(Noon, "b", 1), Record(Noon, "a", 2), Record(Noon, null, 4), Record(Noon.AddDays(-1), "b", 8), Record(Noon.AddHours(1), "a", 16));

        var rows = await _bench.RowsAsync(new() { By = [UsageDimension.Owner, UsageDimension.Day] });

        (string?, string?, long)[] expected = [(null, "2026-11-25", 4), ("a", "2026-11-25", 18), ("b", "2026-11-24", 8), ("b", "2026-11-25", 1)];
        Assert.Equal(expected, rows.Select(static row => (row.Keys[0], row.Keys[1], row.Totals.ChargeMicros)));
        Assert.Equal("2026-11-25", rows[0].Key(UsageDimension.Day));
        Assert.Null(rows[0].Key(UsageDimension.Owner));
        Assert.Contains("owner, day", Assert.Throws<ArgumentException>(() => rows[0].Key(UsageDimension.Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_GivesTheLargestOfAMeasure_EqualOnesByTheirKeys()
    {
        await _bench.AppendAsync(Record(Noon, "a", 5), Record(Noon, "b", 9), Record(Noon, "c", 5), Record(Noon, "d", 1), Record(Noon, "d", 1));

        Assert.Equal([("b", 9), ("a", 5), ("c", 5)], await ChargesAsync(new() { By = [UsageDimension.Owner], OrderBy = UsageMeasure.Charge, Top = 3 }));
        Assert.Equal([("d", 2)], await ChargesAsync(new() { By = [UsageDimension.Owner], OrderBy = UsageMeasure.Calls, Top = 1 }));
        Assert.Equal([("a", 5), ("b", 9)], await ChargesAsync(new() { By = [UsageDimension.Owner], Top = 2 }));
    }

    /// <summary>Two owners for each measure: "x" has more of it, and "a" would come first by its key.</summary>
    public static TheoryData<UsageMeasure> Measures => [.. Enum.GetValues<UsageMeasure>()];

    [Theory]
    [MemberData(nameof(Measures))]
    public async Task EveryMeasure_OrdersByItself(UsageMeasure measure)
    {
        var less = Record(Noon, "a", 1) with { Usage = null, Duration = TimeSpan.FromSeconds(1), Attempts = [] };
        UsageRecord[] more = measure switch
        {
            UsageMeasure.Charge => [less with { ChargeMicros = 2 }],
            UsageMeasure.ProviderCost => [less with { ProviderCostMicros = 1 }],
            UsageMeasure.Calls => [less, less],
            UsageMeasure.Errors or UsageMeasure.ErrorShare => [less with { Outcome = CallOutcome.Failed }],
            UsageMeasure.Cancelled => [less with { Outcome = CallOutcome.Cancelled }],
            UsageMeasure.Attempts => [less with { Attempts = Record(Noon).Attempts }],
            UsageMeasure.Tokens or UsageMeasure.InputTokens => [less with { Usage = new() { InputTokenCount = 1 } }],
            UsageMeasure.CachedInputTokens => [less with { Usage = new() { InputTokenCount = 1, CachedInputTokenCount = 1 } }],
            UsageMeasure.CacheWriteTokens => [less with { Usage = new() { InputTokenCount = 1, AdditionalCounts = new() { [UsageCounts.CacheWrites] = 1 } } }],
            UsageMeasure.OutputTokens => [less with { Usage = new() { OutputTokenCount = 1 } }],
            UsageMeasure.ReasoningTokens => [less with { Usage = new() { OutputTokenCount = 1, ReasoningTokenCount = 1 } }],
            UsageMeasure.Images => [less with { Usage = new() { AdditionalCounts = new() { [UsageCounts.Images] = 1 } } }],
            UsageMeasure.Estimated => [less with { IsEstimated = true }],
            UsageMeasure.Unpriced => [less with { ChargeMicros = null }],
            UsageMeasure.AverageDuration or UsageMeasure.LongestDuration => [less with { Duration = TimeSpan.FromSeconds(2) }],
            UsageMeasure.AverageTimeToFirstToken => [less with { TimeToFirstToken = TimeSpan.Zero }],
            _ => throw new InvalidOperationException($"{measure} has no case here."),
        };
        await _bench.AppendAsync([less, .. more.Select(static record => record with { Owner = "x", CallId = Guid.NewGuid() })]);

        var rows = await _bench.RowsAsync(new() { By = [UsageDimension.Owner], OrderBy = measure });

        Assert.Equal(["x", "a"], rows.Select(static row => row.Keys[0]));
    }

    [Fact]
    public async Task TheShareOfErrors_IsNotTheirNumber()
    {
        await _bench.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Record(Noon, "many") with { Outcome = i < 3 ? CallOutcome.Failed : CallOutcome.Succeeded })]);
        await _bench.AppendAsync(Record(Noon, "few") with { Outcome = CallOutcome.Broken }, Record(Noon, "few"));

        var byShare = await _bench.RowsAsync(new() { By = [UsageDimension.Owner], OrderBy = UsageMeasure.ErrorShare });
        var byNumber = await _bench.RowsAsync(new() { By = [UsageDimension.Owner], OrderBy = UsageMeasure.Errors });

        Assert.Equal(["few", "many"], byShare.Select(static row => row.Keys[0]));
        Assert.Equal(["many", "few"], byNumber.Select(static row => row.Keys[0]));
    }

    [Fact]
    public async Task Averages_AreOverTheCallsThatHaveOne()
    {
        await _bench.AppendAsync(
            Record(Noon) with { Duration = TimeSpan.FromSeconds(1), TimeToFirstToken = TimeSpan.FromMilliseconds(100) },
            Record(Noon) with { Duration = TimeSpan.FromSeconds(2), TimeToFirstToken = TimeSpan.FromMilliseconds(300) },
            Record(Noon) with { Duration = TimeSpan.FromSeconds(6) });

        var row = Assert.Single(await _bench.RowsAsync(new()));

        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(200)), (row.AverageDuration, row.AverageTimeToFirstToken));
    }

    [Fact]
    public void TodayAndADay_AreFiltersOfTheZonesDay()
    {
        _bench.Time.SetUtcNow(new(2026, 11, 26, 17, 30, 0, TimeSpan.Zero)); // 01:30 of the next day in Shanghai

        var today = _bench.Reports.Today("Asia/Shanghai");
        var day = _bench.Reports.Day(new(2026, 10, 25), "Europe/Berlin");

        Assert.Equal((new DateTimeOffset(2026, 11, 26, 16, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 27, 16, 0, 0, TimeSpan.Zero)), (today.From, today.Until));
        Assert.Equal((new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 25, 23, 0, 0, TimeSpan.Zero)), (day.From, day.Until));
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), _bench.Reports.Today().From);
    }

    [Fact]
    public async Task WithoutAZoneInTheQuery_TheOptionsCount()
    {
        var bench = new ReportBench(options: new() { TimeZone = "Asia/Shanghai" });
        await bench.AppendAsync(Record(new(2026, 11, 24, 16, 0, 0, TimeSpan.Zero)));

        Assert.Equal("2026-11-25", Assert.Single(await bench.RowsAsync(new() { By = [UsageDimension.Day] })).Keys[0]);
        Assert.Equal("2026-11-24", Assert.Single(await bench.RowsAsync(new() { By = [UsageDimension.Day], TimeZone = "UTC" })).Keys[0]);
    }

    public static TheoryData<UsageQuery, string> WrongQueries => new()
    {
        { new() { TimeZone = "Asia/Nowhere" }, "TimeZone: 'Asia/Nowhere'" },
        { new() { By = [UsageDimension.Owner, UsageDimension.Day, UsageDimension.Owner] }, "By:2: 'owner' is there twice" },
        { new() { By = [new(UsageDimensionKind.Label)] }, "By:0: a label without a name" },
        { new() { By = [new((UsageDimensionKind)99)] }, "By:0: '99'" },
        { new() { OrderBy = (UsageMeasure)99 }, "OrderBy: '99'" },
        { new() { Top = 0 }, "query.Top" },
    };

    [Theory]
    [MemberData(nameof(WrongQueries))]
    public void AWrongQuery_IsRefusedBeforeAnythingIsRead_AndTheErrorNamesTheField(UsageQuery query, string named)
    {
        Assert.Contains(named, Assert.ThrowsAny<ArgumentException>(() => _bench.Reports.QueryAsync(query, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains(named, Assert.ThrowsAny<ArgumentException>(() => { _ = _bench.Reports.WriteCsvAsync(query, System.IO.Stream.Null, cancellationToken: TestContext.Current.CancellationToken); }).Message, StringComparison.Ordinal);
        Assert.Contains(named, Assert.ThrowsAny<ArgumentException>(() => { _ = _bench.Reports.WriteJsonAsync(query, System.IO.Stream.Null, TestContext.Current.CancellationToken); }).Message, StringComparison.Ordinal);
    }

    /// <summary>I8: totals by any breakdown add up to the same grand total.</summary>
    [Fact]
    public async Task AnyBreakdown_OfAnyRecords_AddsUpToTheSameGrandTotal()
    {
        UsageDimension[] all = [UsageDimension.Owner, UsageDimension.Token, UsageDimension.Group, UsageDimension.Model, UsageDimension.Channel, UsageDimension.Provider, UsageDimension.OfLabel("team"), UsageDimension.Day, UsageDimension.Hour];
        var by = Gen.Shuffle(all).SelectMany(static shuffled => Gen.Int[0, 9].Select(count => shuffled[..count]));
        var zone = Gen.OneOf("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia");
        await Gen.Select(AnyRecord.Array[0, 40], by.Array[1, 6], zone).SampleAsync(
            async (records, breakdowns, name) =>
            {
                var bench = new ReportBench();
                await bench.AppendAsync(records);
                var expected = records.Aggregate(new UsageTotals(), static (sum, record) => sum.Plus(UsageTotals.Of(record)));
                foreach (var breakdown in breakdowns)
                {
                    var rows = await bench.RowsAsync(new() { By = breakdown, TimeZone = name });

                    Assert.Equal(expected, rows.Aggregate(new UsageTotals(), static (sum, row) => sum.Plus(row.Totals)));
                    Assert.Equal(rows.Count, rows.Select(static row => string.Join('\n', row.Keys.Select(static key => key is null ? "-" : "+" + key))).Distinct().Count());
                }
            },
            iter: 300,
            threads: 1);
    }

    private static Gen<UsageRecord> AnyRecord =>
        from at in Gen.Long[0, 366L * 24 * 60 * 60 * 1000]
        from owner in Gen.OneOf<string?>(null, "a", "b", "")
        from line in Gen.OneOf("g", "h")
        from label in Gen.OneOf<string?>(null, "x", "y")
        from channel in Gen.OneOf<string?>(null, "c", "d")
        from charge in Gen.Long[-1, 1_000_000_000_000]
        from tokens in Gen.Long[0, 1_000_000]
        from outcome in Gen.OneOf(Enum.GetValues<CallOutcome>())
        from duration in Gen.Long[0, 1_000_000_000]
        from first in Gen.Long[-1, 1_000_000]
        select UsageLedgerContract.NewRecord(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(at), owner, token: owner is null ? null : "t" + line, charge: charge < 0 ? null : charge) with
        {
            Group = line,
            Channel = channel,
            Provider = channel is null ? null : "p",
            Labels = label is null ? [] : new Dictionary<string, string> { ["team"] = label },
            Outcome = outcome,
            Duration = TimeSpan.FromTicks(duration),
            TimeToFirstToken = first < 0 ? null : TimeSpan.FromTicks(first),
            Usage = tokens == 0 ? null : new() { InputTokenCount = tokens, OutputTokenCount = tokens / 2, CachedInputTokenCount = tokens / 3 },
        };

    private async Task<List<(string? Key, long Charge)>> ChargesAsync(UsageQuery query) =>
        [.. (await _bench.RowsAsync(query)).Select(static row => (row.Keys[0], row.Totals.ChargeMicros))];

    private static UsageRecord Record(DateTimeOffset at, string? owner = null, long charge = 0) => UsageLedgerContract.NewRecord(at, owner, charge: charge);
}
