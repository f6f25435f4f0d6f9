using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

public class ReconciliationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly SteppedTime _time = new();
    private readonly ReportBench _bench;

    public ReconciliationTests() => _bench = new(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EqualSums_AreBalanced_AtOnce()
    {
        await _bench.Quotas.AdjustAsync(new(Guid.NewGuid(), "unused", 100, "opened"), Stop);
        await ChargeAsync("a", 70);
        await ChargeAsync("a", 5);
        await ChargeAsync("b", 1);

        var result = await _bench.Reports.ReconcileAsync(Stop);

        Assert.True(result.IsBalanced);
        Assert.Equal((3, 76, 76, _time.GetUtcNow()), (result.Accounts, result.ChargedMicros, result.SettledMicros, result.CheckedAt));
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task OneMicroDollar_IsADifference_AndAnAccountThatOnlyOneSideKnowsCountsAsZeroInTheOther()
    {
        await ChargeAsync("right", 50);
        await _bench.SettleAsync("more", 101);
        await _bench.AppendAsync(Record("more", 100));
        await _bench.SettleAsync("only settled", 7);
        await _bench.AppendAsync(Record("only recorded", 3));

        var result = await EndAsync(_bench.Reports.ReconcileAsync(Stop));

        Assert.False(result.IsBalanced);
        Assert.Equal((4, 153, 158), (result.Accounts, result.ChargedMicros, result.SettledMicros));
        AccountDifference[] expected = [new("more", 100, 101), new("only recorded", 3, 0), new("only settled", 0, 7)];
        Assert.Equal(expected, result.Differences);
        Assert.Equal([-1, 3, -7], result.Differences.Select(static difference => difference.DifferenceMicros));
    }

    [Fact]
    public async Task ACallThatIsSettledBetweenTheReadings_IsReadAgain_AndIsNoDifference()
    {
        await ChargeAsync("busy", 10);
        await _bench.SettleAsync("busy", 5);

        var running = _bench.Reports.ReconcileAsync(Stop);
        await _time.TimerAsync(static _ => true, Stop);
        Assert.False(running.IsCompleted);
        await _bench.AppendAsync(Record("busy", 5));
        _time.Advance(TimeSpan.FromMinutes(1));
        var result = await running;

        Assert.True(result.IsBalanced);
        Assert.Equal((1, 15, 15), (result.Accounts, result.ChargedMicros, result.SettledMicros));
    }

    [Fact]
    public async Task AnAccountThatNeverAgrees_IsReadABoundedNumberOfTimes()
    {
        await _bench.SettleAsync("a", 1);
        var ledger = new CountingLedger();
        var running = new UsageReports(ledger, _bench.Quotas, _time, Microsoft.Extensions.Options.Options.Create(new ReportOptions())).ReconcileAsync(Stop);

        Assert.False((await EndAsync(running)).IsBalanced);
        Assert.Equal(5, ledger.Readings);
    }

    private async Task ChargeAsync(string account, long micros)
    {
        await _bench.SettleAsync(account, micros);
        await _bench.AppendAsync(Record(account, micros));
    }

    /// <summary>Lets every wait pass: there are four.</summary>
    private async Task<Reconciliation> EndAsync(Task<Reconciliation> running)
    {
        for (var i = 1; i <= 4; i++)
        {
            await _time.TimerAsync(static _ => true, Stop, count: i);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        return await running;
    }

    private static UsageRecord Record(string account, long charge) => UsageLedgerContract.NewRecord(Noon, charge: charge, accounts: [account]);

    private sealed class CountingLedger : IUsageLedger
    {
        private readonly MemoryUsageLedger _inner = new(NullLogger<MemoryUsageLedger>.Instance);

        public int Readings { get; private set; }

        public ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken) => _inner.AppendAsync(records, cancellationToken);

        public IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, CancellationToken cancellationToken) => _inner.ReadAsync(filter, cancellationToken);

        public IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, CancellationToken cancellationToken) => _inner.SumAsync(filter, by, byQuarterHour, cancellationToken);

        public async IAsyncEnumerable<AccountTotal> SumAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Readings++;
            await foreach (var total in _inner.SumAccountsAsync(cancellationToken))
            {
                yield return total;
            }
        }
    }
}
