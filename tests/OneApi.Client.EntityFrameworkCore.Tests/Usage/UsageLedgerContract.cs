namespace OneApi.Client.EntityFrameworkCore.Tests.Usage;

/// <summary>What a ledger in a database promises, for both engines: the same as adding the records up in memory.</summary>
public abstract class UsageLedgerContract
{
    private static readonly UsageDimension[] Dimensions =
    [
        UsageDimension.Owner, UsageDimension.Token, UsageDimension.Group, UsageDimension.Model, UsageDimension.Channel, UsageDimension.Provider,
        UsageDimension.OfLabel("team"), UsageDimension.OfLabel("客户"),
    ];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract Stores Stores { get; }

    private IUsageLedger Ledger => Stores.Ledger;

    [Fact]
    public async Task WhatWasAppended_IsReadBackWhole_ByStartAndThenById()
    {
        var records = Make(1200, seed: 1);
        records[10] = records[10] with { StartedAt = records[11].StartedAt };
        records[12] = records[12] with { StartedAt = records[11].StartedAt };

        Assert.Equal(1200, await Ledger.AppendAsync(records, Stop));

        var read = await Ledger.ReadAsync(new(), Stop).ToListAsync(Stop);
        var expected = records.OrderBy(static record => record.StartedAt.UtcTicks).ThenBy(static record => record.CallId);
        Assert.Equal(expected.Select(static record => Convert.ToHexString(UsageRecordJson.Serialize(record))), read.Select(static record => Convert.ToHexString(UsageRecordJson.Serialize(record))));
    }

    [Fact]
    public async Task ARecordThatIsThere_IsLeftAsItIs()
    {
        var record = Records.Of(Guid.NewGuid(), 5, new QuotaAccount("a"));
        Assert.Equal(1, await Ledger.AppendAsync([record], Stop));

        Assert.Equal(1, await Ledger.AppendAsync([record with { ChargeMicros = 9, Accounts = ["a", "b"] }, Records.Of(Guid.NewGuid(), 7, new QuotaAccount("a"))], Stop));
        Assert.Equal(0, await Ledger.AppendAsync([record with { ChargeMicros = 9 }], Stop));

        Assert.Equal([new AccountTotal("a", 12, 2)], await Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task OneRecordTwiceInOneAppend_IsAppendedOnce()
    {
        var record = Records.Of(Guid.NewGuid(), 5, new QuotaAccount("a"));

        Assert.Equal(1, await Ledger.AppendAsync([record, record], Stop));
    }

    [Fact]
    public async Task Sums_AreThoseOfTheRecords_WhateverIsFilteredAndKeptApart()
    {
        var records = Make(800, seed: 2);
        await Ledger.AppendAsync(records, Stop);
        var random = new Random(3);

        for (var round = 0; round < 60; round++)
        {
            var filter = Filter(random, records);
            UsageDimension[] by = [.. Dimensions.Where(_ => random.Next(4) == 0)];
            var byQuarter = random.Next(2) == 0;

            var expected = records.Where(record => Matches(filter, record))
                .GroupBy(record => Key(by.Select(dimension => ValueOf(dimension, record)), byQuarter ? Quarter(record) : null))
                .Select(static group => (group.Key, group.Select(UsageTotals.Of).Aggregate(static (one, other) => one.Plus(other))));
            var found = (await Ledger.SumAsync(filter, by, byQuarter, Stop).ToListAsync(Stop)).Select(static bucket => (Key(bucket.Keys, bucket.QuarterHour), bucket.Totals));

            Assert.Equal(expected.OrderBy(static sum => sum.Key, StringComparer.Ordinal), found.OrderBy(static sum => sum.Item1, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Reading_FollowsTheFilter()
    {
        var records = Make(400, seed: 4);
        await Ledger.AppendAsync(records, Stop);
        var random = new Random(5);

        for (var round = 0; round < 40; round++)
        {
            var filter = Filter(random, records);

            var found = await Ledger.ReadAsync(filter, Stop).Select(static record => record.CallId).ToListAsync(Stop);

            Assert.Equal(records.Where(record => Matches(filter, record)).OrderBy(static record => record.StartedAt.UtcTicks).ThenBy(static record => record.CallId).Select(static record => record.CallId), found);
        }
    }

    [Fact]
    public async Task SumsOfNothing_AreNone()
    {
        Assert.Empty(await Ledger.SumAsync(new(), [], byQuarterHour: false, Stop).ToListAsync(Stop));
        Assert.Empty(await Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task ASumThatNoLongHolds_IsAnOverflow()
    {
        await Ledger.AppendAsync([Records.Of(Guid.NewGuid(), long.MaxValue), Records.Of(Guid.NewGuid(), 1)], Stop);

        await Assert.ThrowsAsync<OverflowException>(async () => await Ledger.SumAsync(new(), [], byQuarterHour: false, Stop).ToListAsync(Stop));
    }

    [Fact]
    public void DaysAndHours_AreRefusedAtOnce()
    {
        Assert.Contains("day", Assert.Throws<ArgumentException>(() => Ledger.SumAsync(new(), [UsageDimension.Day], byQuarterHour: false, Stop)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Ledger.SumAsync(new(), [UsageDimension.Hour], byQuarterHour: false, Stop));
    }

    /// <summary>A caller's label can't break a batch, nor can it change a query.</summary>
    [Fact]
    public async Task TextsThatADatabaseCanNotKeep_AreKeptAllTheSame()
    {
        var record = Records.Of(Guid.NewGuid(), 1) with { Owner = "a\0b", Labels = new Dictionary<string, string> { ["n\0"] = "\ud800", ["q"] = "'; DROP TABLE \"UsageRecords\"; --" } };

        Assert.Equal(1, await Ledger.AppendAsync([record], Stop));

        var filter = new UsageFilter { Owner = "a\0b", Labels = new Dictionary<string, string> { ["n\0"] = "\ud800", ["q"] = "'; DROP TABLE \"UsageRecords\"; --" } };
        Assert.Equal("a\0b", Assert.Single(await Ledger.ReadAsync(filter, Stop).ToListAsync(Stop)).Owner);
        Assert.Equal(1, Assert.Single(await Ledger.SumAsync(filter, [UsageDimension.OfLabel("q")], byQuarterHour: true, Stop).ToListAsync(Stop)).Totals.Calls);
    }

    /// <summary>I1: what the store has settled is what its ledger says, late ones included.</summary>
    [Fact]
    public async Task SettledRecords_AndAppendedOnes_LieInOneLedger()
    {
        QuotaAccount[] chain = [new("a")];
        await Stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1000, "opening"), Stop);
        var (inTime, late) = (Guid.NewGuid(), Guid.NewGuid());
        await Stores.Quotas.ReserveAsync(new(inTime, chain, 10, TimeSpan.FromMinutes(1)), Stop);

        await Stores.Quotas.SettleAsync(new(inTime, chain, 4, Records.Of(inTime, 4, chain)), Stop);
        await Stores.Quotas.SettleAsync(new(inTime, chain, 4, Records.Of(inTime, 4, chain)), Stop);
        await Stores.Quotas.SettleAsync(new(late, chain, 5, Records.Of(late, 5, chain)), Stop);
        await Ledger.AppendAsync([Records.Of(late, 5, chain), Records.Of(Guid.NewGuid(), 0)], Stop);

        Assert.Equal([new AccountTotal("a", 9, 2)], await Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
        Assert.Equal(9, (await Stores.Quotas.GetAsync("a", Stop))!.SettledMicros);
        var records = await Ledger.ReadAsync(new(), Stop).ToDictionaryAsync(static record => record.CallId, static record => record.IsLate, cancellationToken: Stop);
        Assert.Equal((3, false, true), (records.Count, records[inTime], records[late]));
    }

    private static UsageRecord[] Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Records.Random(random))];
    }

    private static UsageFilter Filter(Random random, UsageRecord[] records)
    {
        var like = records[random.Next(records.Length)];
        return new()
        {
            From = Maybe(3) ? like.StartedAt : null,
            Until = Maybe(3) ? records[random.Next(records.Length)].StartedAt : null,
            Owner = Maybe(5) ? like.Owner ?? "" : null,
            TokenId = Maybe(5) ? like.TokenId ?? "" : null,
            Group = Maybe(5) ? like.Group : null,
            Model = Maybe(5) ? like.ServedModel ?? like.RequestedModel : null,
            Channel = Maybe(5) ? like.Channel : null,
            Provider = Maybe(5) ? like.Provider : null,
            Outcome = Maybe(5) ? like.Outcome : null,
            Labels = Maybe(3) ? like.Labels : new Dictionary<string, string>(),
        };

        bool Maybe(int one) => random.Next(one) == 0;
    }

    private static bool Matches(UsageFilter filter, UsageRecord record) =>
        (filter.From is null || record.StartedAt >= filter.From)
        && (filter.Until is null || record.StartedAt < filter.Until)
        && (filter.Owner is null || (record.Owner ?? "") == filter.Owner)
        && (filter.TokenId is null || (record.TokenId ?? "") == filter.TokenId)
        && (filter.Group is null || record.Group == filter.Group)
        && (filter.Model is null || (record.ServedModel ?? record.RequestedModel) == filter.Model)
        && (filter.Channel is null || record.Channel == filter.Channel)
        && (filter.Provider is null || record.Provider == filter.Provider)
        && (filter.Outcome is null || record.Outcome == filter.Outcome)
        && filter.Labels.All(label => record.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static string? ValueOf(UsageDimension dimension, UsageRecord record) => dimension.Kind switch
    {
        UsageDimensionKind.Owner => record.Owner,
        UsageDimensionKind.Token => record.TokenId,
        UsageDimensionKind.Group => record.Group,
        UsageDimensionKind.Model => record.ServedModel ?? record.RequestedModel,
        UsageDimensionKind.Channel => record.Channel,
        UsageDimensionKind.Provider => record.Provider,
        _ => record.Labels.GetValueOrDefault(dimension.Label!),
    };

    private static DateTimeOffset? Quarter(UsageRecord record)
    {
        var utc = record.StartedAt.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute / 15 * 15, 0, TimeSpan.Zero);
    }

    private static string Key(IEnumerable<string?> keys, DateTimeOffset? quarter) => string.Join('|', keys.Select(static key => key is null ? "null" : $"'{key}'")) + "@" + quarter?.UtcTicks;
}
