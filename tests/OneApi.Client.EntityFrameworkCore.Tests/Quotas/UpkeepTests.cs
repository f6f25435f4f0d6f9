using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>What is remembered of ended reservations, for how long, and backlogs.</summary>
public sealed class UpkeepTests : IAsyncDisposable
{
    private static readonly QuotaAccount[] Chain = [new("a")];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;

    public UpkeepTests() => _stores = Stores.OnSqlite(_file.Path, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task EndedReservations_AreRememberedForADay_AndThenForgotten()
    {
        await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1000, "opening"), Stop);
        var id = Guid.NewGuid();
        await _stores.Quotas.ReserveAsync(new(id, Chain, 10, TimeSpan.FromMinutes(1)), Stop);
        await _stores.Quotas.SettleAsync(new(id, Chain, 4), Stop);

        _time.Advance(TimeSpan.FromHours(24));
        await _stores.Quotas.ReapAsync(Stop);
        Assert.Equal(QuotaOutcome.Duplicate, (await _stores.Quotas.SettleAsync(new(id, Chain, 4), Stop)).Outcome);
        Assert.Equal(1, await EndedAsync());

        _time.Advance(TimeSpan.FromSeconds(1));
        await _stores.Quotas.ReapAsync(Stop);
        Assert.Equal(0, await EndedAsync());
    }

    /// <summary>I4: the ledger forgets nothing.</summary>
    [Fact]
    public async Task ASettlementWithARecord_ThatIsRepeatedAfterDays_IsStillADuplicate()
    {
        await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1000, "opening"), Stop);
        var id = Guid.NewGuid();
        await _stores.Quotas.ReserveAsync(new(id, Chain, 10, TimeSpan.FromMinutes(1)), Stop);
        await _stores.Quotas.SettleAsync(new(id, Chain, 4, Records.Of(id, 4, Chain)), Stop);
        _time.Advance(TimeSpan.FromDays(3));
        await _stores.Quotas.ReapAsync(Stop);
        Assert.Equal(0, await EndedAsync());

        Assert.Equal(QuotaOutcome.Duplicate, (await _stores.Quotas.SettleAsync(new(id, Chain, 4, Records.Of(id, 4, Chain)), Stop)).Outcome);

        Assert.Equal(4, (await _stores.Quotas.GetAsync("a", Stop))!.SettledMicros);
    }

    [Fact]
    public async Task Reap_EndsABacklogOfAnyLength_InSteps()
    {
        await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 10_000, "opening"), Stop);
        await Task.WhenAll(Enumerable.Range(0, 1201).Select(_ => _stores.Quotas.ReserveAsync(new(Guid.NewGuid(), Chain, 1, TimeSpan.FromMinutes(1)), Stop).AsTask()));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1201, await _stores.Quotas.ReapAsync(Stop));
        Assert.Equal(0, (await _stores.Quotas.GetAsync("a", Stop))!.HeldMicros);
    }

    [Fact]
    public async Task List_GoesThroughAllAccounts_HoldsThatAreOverTakenOff()
    {
        for (var i = 0; i < 450; i++)
        {
            await _stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new($"day:{i:000}", 100)], 10, TimeSpan.FromMinutes(i % 2 == 0 ? 1 : 5)), Stop);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        var found = await _stores.Quotas.ListAsync(Stop).ToListAsync(Stop);

        Assert.Equal(Enumerable.Range(0, 450).Select(static i => ($"day:{i:000}", 100L, i % 2 == 0 ? 0L : 10L)), found.Select(static pair => (pair.Key, pair.Value.LimitMicros, pair.Value.HeldMicros)).Order());
    }

    [Theory]
    [InlineData(0x00, "U+0000")]
    [InlineData(0x1f, "U+001F")]
    [InlineData(0xd800, "U+D800")]
    public async Task AnAccountsKey_ThatADatabaseCanNotKeep_IsRefusedWithTheReason(int character, string named)
    {
        var key = $"a{(char)character}b";
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await _stores.Quotas.AdjustAsync(new(Guid.NewGuid(), key, 1, "opening"), Stop));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new(key)], 1, TimeSpan.FromMinutes(1)), Stop));
    }

    private async Task<long> EndedAsync()
    {
        await using var context = await _stores.Services.GetRequiredService<GatewayDatabase>().OpenAsync(Stop);
        return await context.Database.SqlQuery<long>($"""SELECT COUNT(*) AS "Value" FROM "QuotaEnded" """).SingleAsync(Stop);
    }
}
