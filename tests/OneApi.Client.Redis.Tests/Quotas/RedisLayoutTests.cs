using StackExchange.Redis;

namespace OneApi.Client.Redis.Tests.Quotas;

/// <summary>What only the Redis store promises: chains over several buckets, other nodes, whole numbers, what is in Redis and what is not.</summary>
public sealed class RedisLayoutTests(SingleRedis redis) : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private RedisStores _stores = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync());

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>What was held in a first bucket and undone must not look like a reservation that has ended: the same id may be asked again.</summary>
    [Fact]
    public async Task AChainThatASecondBucketRefused_MayBeReservedAgainUnderItsId()
    {
        await OpenAsync("one", 1000);
        await OpenAsync("two", 10);
        Assert.NotSame(_stores.Buckets.Of("one"), _stores.Buckets.Of("two"));
        var id = Guid.NewGuid();

        Assert.Equal("two", (await ReserveAsync(id, 100, "one", "two")).Account);
        await OpenAsync("two", 90);

        Assert.Equal(QuotaOutcome.Applied, (await ReserveAsync(id, 100, "one", "two")).Outcome);
        await AssertStandsAsync("one", 1000, settled: 0, held: 100);
        await AssertStandsAsync("two", 100, settled: 0, held: 100);
    }

    [Fact]
    public async Task AnExtensionThatASecondBucketRefuses_LeavesTheFirstAsItWas()
    {
        await OpenAsync("one", 1000);
        await OpenAsync("two", 150);
        var id = Guid.NewGuid();
        await ReserveAsync(id, 100, "one", "two");

        Assert.Equal(("two", QuotaRefusal.InFlight, 150), Refusal(await _stores.Quotas.ExtendAsync(new(id, 1, 100, Minute), Stop)));

        await AssertStandsAsync("one", 1000, settled: 0, held: 100);
        Assert.Equal(QuotaOutcome.Applied, (await _stores.Quotas.ExtendAsync(new(id, 1, 50, Minute), Stop)).Outcome);
        await AssertStandsAsync("one", 1000, settled: 0, held: 150);
        await AssertStandsAsync("two", 150, settled: 0, held: 150);
    }

    [Fact]
    public async Task AnotherNode_ReleasesAndExtendsWhatThisOneHeld()
    {
        await OpenAsync("one", 1000);
        await OpenAsync("two", 1000);
        var (released, extended) = (Guid.NewGuid(), Guid.NewGuid());
        await ReserveAsync(released, 100, "one", "two");
        await ReserveAsync(extended, 10, "one", "two");
        await using var other = _stores.Neighbour();

        Assert.Equal(QuotaOutcome.Applied, (await other.Quotas.ExtendAsync(new(extended, 1, 5, Minute), Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Applied, (await other.Quotas.ReleaseAsync(released, Stop)).Outcome);
        Assert.Equal(QuotaOutcome.Duplicate, (await _stores.Quotas.ReleaseAsync(released, Stop)).Outcome);

        await AssertStandsAsync("one", 1000, settled: 0, held: 15);
        await AssertStandsAsync("two", 1000, settled: 0, held: 15);
    }

    /// <summary>A chain in one bucket is one step: the total, the day and the month of a token.</summary>
    [Fact]
    public async Task AChainOfOneToken_IsHeldAndChargedTogether()
    {
        await OpenAsync("token:7", 1000);
        QuotaAccount[] chain = [new("token:7"), new("token:7:2026-11-26", 500), new("token:7:2026-11", 150)];
        var id = Guid.NewGuid();

        Assert.Equal(QuotaOutcome.Applied, (await _stores.Quotas.ReserveAsync(new(id, chain, 100, Minute), Stop)).Outcome);
        Assert.Equal(("token:7:2026-11", QuotaRefusal.InFlight, 150), Refusal(await _stores.Quotas.ReserveAsync(new(Guid.NewGuid(), chain, 100, Minute), Stop)));
        await AssertStandsAsync("token:7", 1000, settled: 0, held: 100);
        await _stores.Quotas.SettleAsync(new(id, chain, 40), Stop);

        await AssertStandsAsync("token:7", 1000, settled: 40, held: 0);
        await AssertStandsAsync("token:7:2026-11-26", 500, settled: 40, held: 0);
        await AssertStandsAsync("token:7:2026-11", 150, settled: 40, held: 0);
    }

    [Theory]
    [InlineData((1L << 53) - 1)]
    [InlineData((1L << 52) + 1)]
    public async Task LargeAmounts_AreExact(long amount)
    {
        await OpenAsync("rich", amount);
        var id = Guid.NewGuid();
        await ReserveAsync(id, amount - 1, "rich");
        await AssertStandsAsync("rich", amount, settled: 0, held: amount - 1);

        await _stores.Quotas.SettleAsync(new(id, [new("rich")], amount - 2), Stop);

        await AssertStandsAsync("rich", amount, settled: amount - 2, held: 0);
        Assert.Equal(QuotaOutcome.Applied, (await ReserveAsync(Guid.NewGuid(), 2, "rich")).Outcome);
        Assert.Equal(QuotaRefusal.InFlight, (await ReserveAsync(Guid.NewGuid(), 1, "rich")).Refusal);
    }

    [Fact]
    public async Task AmountsAndSumsThatRedisCantCount_AreRefused_AndNeverRounded()
    {
        const long most = (1L << 53) - 1;
        await OpenAsync("rich", most);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await OpenAsync("rich", most + 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _stores.Quotas.SettleAsync(new(Guid.NewGuid(), [new("rich")], most + 1), Stop));
        Assert.Equal(("rich", QuotaRefusal.TooLarge, most), Refusal(await ReserveAsync(Guid.NewGuid(), most + 1, "rich")));
        await Assert.ThrowsAsync<OverflowException>(async () => await OpenAsync("rich", 1));
        await _stores.Quotas.SettleAsync(new(Guid.NewGuid(), [new("rich")], most), Stop);
        var error = await Assert.ThrowsAsync<OverflowException>(async () => await _stores.Quotas.SettleAsync(new(Guid.NewGuid(), [new("rich")], 1), Stop));

        Assert.Contains("'rich'", error.Message, StringComparison.Ordinal);
        await AssertStandsAsync("rich", most, settled: most, held: 0);
    }

    [Fact]
    public async Task AccountKeysOfEveryKind_AreKept_AndALineFeedIsRefused()
    {
        string[] names = ["客户:A|b", "a b", "{x}:y", "%d", "token:1:2026-11-26"];
        foreach (var name in names)
        {
            await OpenAsync(name, 100);
            await ReserveAsync(Guid.NewGuid(), 7, name);
            await AssertStandsAsync(name, 100, settled: 0, held: 7);
        }

        var listed = new Dictionary<string, QuotaStanding>();
        await foreach (var (key, standing) in _stores.Quotas.ListAsync(Stop))
        {
            listed.Add(key, standing);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed.Values, static standing => Assert.Equal((100, 0, 7), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await OpenAsync("a\nb", 1));
    }

    [Fact]
    public async Task NoKeyOfTheLedger_EverExpires()
    {
        await OpenAsync("a", 1000);
        var (settled, open) = (Guid.NewGuid(), Guid.NewGuid());
        await ReserveAsync(settled, 10, "a");
        await ReserveAsync(open, 10, "a");
        await _stores.Quotas.SettleAsync(new(settled, [new("a")], 5, TestRecord.Of(settled, 5, "a")), Stop);

        var database = await _stores.Connection.ConnectAsync(Stop);
        var bucket = _stores.Buckets.Of("a");
        foreach (var key in (RedisKey[])[bucket.Account("a"), bucket.Ids, bucket.Holds, bucket.Names, bucket.Entries("a"), bucket.Stream])
        {
            Assert.True(await database.KeyExistsAsync(key), key.ToString());
            Assert.Null(await database.KeyTimeToLiveAsync(key));
        }
    }

    /// <summary>Ids that ended long ago are forgotten a few at a time, so that memory is bounded and no call pays for many.</summary>
    [Fact]
    public async Task IdsThatEndedLongAgo_AreForgotten()
    {
        await OpenAsync("a", 1_000_000);
        var database = await _stores.Connection.ConnectAsync(Stop);
        var ids = _stores.Buckets.Of("a").Ids;
        var longAgo = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds();
        await database.SortedSetAddAsync(ids, [.. Enumerable.Range(0, 500).Select(i => new SortedSetEntry($"old{i}", (-2d * longAgo) - 1))]);

        for (var i = 0; i < 400; i++)
        {
            var id = Guid.NewGuid();
            await ReserveAsync(id, 1, "a");
            await _stores.Quotas.SettleAsync(new(id, [new("a")], 1), Stop);
        }

        // Each of 400 settlements forgets 64 with a chance of one in 16: about 25 times 64, where 500 have to go.
        Assert.Equal(400, await database.SortedSetLengthAsync(ids));
    }

    /// <summary>Both may be called by any node at any time; the sum says that nothing is lost between them.</summary>
    [Fact]
    public async Task SettleReleaseAndReap_AtTheSameTime_EndAHoldOnce()
    {
        await OpenAsync("a", 1_000_000);
        var settled = 0L;
        for (var i = 0; i < 200; i++)
        {
            var id = Guid.NewGuid();
            await _stores.Quotas.ReserveAsync(new(id, [new("a")], 100, TimeSpan.FromMilliseconds(1)), Stop);
            var settle = _stores.Quotas.SettleAsync(new(id, [new("a")], 60), Stop).AsTask();
            await Task.WhenAll(settle, _stores.Quotas.ReleaseAsync(id, Stop).AsTask(), _stores.Quotas.ReapAsync(Stop).AsTask());
            settled += (await settle).Outcome is QuotaOutcome.Applied ? 60 : 0;
        }

        Assert.Equal(200 * 60, settled);
        await AssertStandsAsync("a", 1_000_000, settled, held: 0);
    }

    private static (string?, QuotaRefusal, long) Refusal(QuotaResult result) => (result.Account, result.Refusal, result.LeftMicros);

    private async Task OpenAsync(string account, long limit) =>
        Assert.Equal(QuotaOutcome.Applied, (await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), account, limit, "opening"), Stop)).Outcome);

    private ValueTask<QuotaResult> ReserveAsync(Guid id, long amount, params string[] accounts) =>
        _stores.Quotas.ReserveAsync(new(id, Array.ConvertAll(accounts, static key => new QuotaAccount(key)), amount, Minute), Stop);

    private async Task AssertStandsAsync(string account, long limit, long settled, long held)
    {
        var standing = (await _stores.Quotas.GetAsync(account, Stop))!;
        Assert.Equal((limit, settled, held), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
    }
}
