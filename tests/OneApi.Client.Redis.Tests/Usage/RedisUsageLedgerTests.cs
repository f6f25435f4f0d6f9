using StackExchange.Redis;

namespace OneApi.Client.Redis.Tests.Usage;

/// <summary>Records on their way through Redis: written with the charge, seen by every later query, counted once whatever happens.</summary>
public sealed class RedisUsageLedgerTests(SingleRedis redis) : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private RedisStores _stores = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task ASettlement_WritesItsRecordOnce_HoweverOftenItIsRepeated()
    {
        await OpenAsync("a");
        var id = await ReserveAsync("a");
        var settlement = new QuotaSettlement(id, [new("a")], 40, TestRecord.Of(id, 40, "a"));

        await _stores.Quotas.SettleAsync(settlement, Stop);
        await _stores.Quotas.SettleAsync(settlement, Stop);

        Assert.True(_stores.Quotas.KeepsRecords);
        Assert.Equal(1, await StreamedAsync());
        Assert.Equal([new AccountTotal("a", 40, 1)], await _stores.Ledger.SumAccountsAsync(Stop).ToListAsync(Stop));
        Assert.Equal(0, await StreamedAsync());
    }

    [Fact]
    public async Task ALateCharge_IsFlaggedInItsRecord()
    {
        await OpenAsync("a");
        var id = await ReserveAsync("a");
        await _stores.Quotas.ReleaseAsync(id, Stop);

        Assert.True((await _stores.Quotas.SettleAsync(new(id, [new("a")], 40, TestRecord.Of(id, 40, "a")), Stop)).IsLate);

        var record = Assert.Single(await _stores.Ledger.ReadAsync(new(), Stop).ToListAsync(Stop));
        Assert.Equal((id, true, 40), (record.CallId, record.IsLate, record.ChargeMicros));
    }

    [Fact]
    public async Task WithoutALedgerToMoveThemTo_NoRecordIsWritten()
    {
        await using var stores = new RedisStores(_stores.Options.Url!, options => options.KeyPrefix = _stores.Options.KeyPrefix, keepsRecords: false);
        await OpenAsync("a");
        var id = await ReserveAsync("a");

        await stores.Quotas.SettleAsync(new(id, [new("a")], 40, TestRecord.Of(id, 40, "a")), Stop);

        Assert.False(stores.Quotas.KeepsRecords);
        Assert.Equal(0, await StreamedAsync());
    }

    [Fact]
    public async Task AppendedRecords_AreSeenByTheNextQuery_OnEveryNode()
    {
        var ids = Enumerable.Range(0, 300).Select(static _ => Guid.NewGuid()).ToList();
        await using var other = _stores.Neighbour();

        Assert.Equal(300, await _stores.Ledger.AppendAsync([.. ids.Select(static id => TestRecord.Of(id, 1, "a"))], Stop));
        Assert.Equal(0, await _stores.Ledger.AppendAsync([.. ids.Take(10).Select(static id => TestRecord.Of(id, 1, "a"))], Stop));

        var seen = await other.Ledger.ReadAsync(new(), Stop).ToListAsync(Stop);
        Assert.Equal(ids.Order(), seen.Select(static record => record.CallId).Order());
    }

    /// <summary>A record goes through Redis with everything that is in it.</summary>
    [Fact]
    public async Task ARecord_ComesOutAsItWentIn()
    {
        var record = TestRecord.Of(Guid.NewGuid(), long.MaxValue, "客户|A", "b") with { Owner = "客户 \"A\"", Labels = new Dictionary<string, string> { ["x"] = "1\n2" } };

        await _stores.Ledger.AppendAsync([record], Stop);

        var seen = Assert.Single(await _stores.Ledger.ReadAsync(new(), Stop).ToListAsync(Stop));
        Assert.Equal(UsageRecordJson.Serialize(record), UsageRecordJson.Serialize(seen));
    }

    /// <summary>The node died after it had charged the first bucket: whoever reads the record charges the others, and only once.</summary>
    [Fact]
    public async Task AChargeOverSeveralBuckets_ThatWasCutInTheMiddle_IsCompletedByTheReader()
    {
        await OpenAsync("one");
        await OpenAsync("two");
        var id = await ReserveAsync("one", "two");
        await _stores.Quotas.SettleAsync(new(id, [new("one"), new("two")], 40, TestRecord.Of(id, 40, "one", "two")), Stop);
        var database = await _stores.Connection.ConnectAsync(Stop);
        var (first, second) = (_stores.Buckets.Of("one"), _stores.Buckets.Of("two"));
        Assert.NotSame(first, second);

        // As if the second step had never been: the hold is still there, and nothing is charged.
        await database.HashSetAsync(second.Account("two"), [new("s", 0), new("o", 100)]);
        var ends = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds();
        await database.SortedSetAddAsync(second.Ids, id.ToByteArray(bigEndian: true), ends);
        await database.HashSetAsync(second.Holds, id.ToByteArray(bigEndian: true), $"{ends}|100|0|x|two");

        await _stores.Mover.SweepAsync(Stop);
        await _stores.Mover.SweepAsync(Stop);

        var standing = (await _stores.Quotas.GetAsync("two", Stop))!;
        Assert.Equal((40, 0), (standing.SettledMicros, standing.HeldMicros));
        Assert.Equal(40, (await _stores.Quotas.GetAsync("one", Stop))!.SettledMicros);
        Assert.Single(_stores.Durable.Records);
    }

    [Fact]
    public async Task WhatCantBeRead_IsPutAside_AndTheRestGoesOn()
    {
        var database = await _stores.Connection.ConnectAsync(Stop);
        var good = TestRecord.Of(Guid.NewGuid());
        var bucket = _stores.Buckets.Of(good.CallId);
        await database.StreamAddAsync(bucket.Stream, "r", "{\"call_id\":");
        await database.StreamAddAsync(bucket.Stream, "x", "y");
        await _stores.Ledger.AppendAsync([good], Stop);

        await _stores.Mover.SweepAsync(Stop);

        Assert.Equal(good.CallId, Assert.Single(_stores.Durable.Records).CallId);
        Assert.Equal(0, await StreamedAsync());
        Assert.Equal(2, await database.StreamLengthAsync(bucket.Aside));
        Assert.Equal("{\"call_id\":", (string?)(await database.StreamRangeAsync(bucket.Aside))[0]["r"]);
    }

    private async Task<long> StreamedAsync()
    {
        var database = await _stores.Connection.ConnectAsync(Stop);
        return (await Task.WhenAll(_stores.Buckets.All.Select(bucket => database.StreamLengthAsync(bucket.Stream)))).Sum();
    }

    private async Task OpenAsync(string account) => await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), account, 1000, "opening"), Stop);

    private async Task<Guid> ReserveAsync(params string[] accounts)
    {
        var id = Guid.NewGuid();
        Assert.True((await _stores.Quotas.ReserveAsync(new(id, Array.ConvertAll(accounts, static key => new QuotaAccount(key)), 100, Minute), Stop)).IsDone);
        return id;
    }
}
