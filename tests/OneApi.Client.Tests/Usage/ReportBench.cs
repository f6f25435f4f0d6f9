using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Quotas;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

/// <summary>Reports over a ledger and accounts in memory.</summary>
internal sealed class ReportBench
{
    public ReportBench(FakeTimeProvider? time = null, ReportOptions? options = null)
    {
        Time = time ?? new FakeTimeProvider(new(2026, 11, 26, 10, 0, 0, TimeSpan.Zero));
        Quotas = new MemoryQuotaStore(Time);
        Reports = new UsageReports(Ledger, Quotas, Time, Options.Create(options ?? new ReportOptions { TimeZone = "UTC" }));
    }

    public FakeTimeProvider Time { get; }

    public MemoryUsageLedger Ledger { get; } = new(NullLogger<MemoryUsageLedger>.Instance, 100_000);

    public IQuotaStore Quotas { get; }

    public UsageReports Reports { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task AppendAsync(params UsageRecord[] records) => Assert.Equal(records.Length, await Ledger.AppendAsync(records, Stop));

    /// <summary>Charges an account as a call does, without a record.</summary>
    public async Task SettleAsync(string account, long micros) =>
        Assert.True((await Quotas.SettleAsync(new(Guid.NewGuid(), [new(account)], micros), Stop)).IsDone);

    public async Task<List<UsageRow>> RowsAsync(UsageQuery query) => await Reports.QueryAsync(query, Stop).ToListAsync(Stop);

    public static async Task<string> TextAsync(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
