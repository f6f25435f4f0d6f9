using Microsoft.Extensions.Logging;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

public sealed class MemoryUsageLedgerTests : UsageLedgerContract, IDisposable
{
    private readonly CollectedLogs _logs = new();
    private readonly ILoggerFactory _factory;

    public MemoryUsageLedgerTests()
    {
        _factory = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        Ledger = Make(MemoryUsageLedger.DefaultMaxRecords);
    }

    protected override IUsageLedger Ledger { get; }

    [Fact]
    public async Task WhenFull_TheOldestAppendedGo_WithOneWarning_AndTheAccountsKeepTheirSums()
    {
        var ledger = Make(maxRecords: 3);
        for (var i = 0; i < 6; i++)
        {
            await ledger.AppendAsync([NewRecord(Noon.AddMinutes(i), charge: 10, accounts: ["a"])], Stop);
        }

        var kept = await ledger.ReadAsync(new(), Stop).ToListAsync(Stop);

        Assert.Equal([Noon.AddMinutes(3), Noon.AddMinutes(4), Noon.AddMinutes(5)], kept.Select(static record => record.StartedAt));
        Assert.Equal(new AccountTotal("a", 60, 6), Assert.Single(await ledger.SumAccountsAsync(Stop).ToListAsync(Stop)));
        var warning = Assert.Single(_logs.Of(1301));
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("3 usage records", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenExactlyFull_NothingGoes_AndNothingIsLogged()
    {
        var ledger = Make(maxRecords: 3);

        await ledger.AppendAsync([NewRecord(Noon), NewRecord(Noon), NewRecord(Noon)], Stop);

        Assert.Equal(3, (await ledger.ReadAsync(new(), Stop).ToListAsync(Stop)).Count);
        Assert.Empty(_logs.Of(1301));
    }

    [Fact]
    public async Task AReading_ShowsOneMoment_WhateverIsAppendedMeanwhile()
    {
        await AppendAsync(NewRecord(Noon), NewRecord(Noon.AddMinutes(1)));
        var seen = 0;
        await foreach (var _ in Ledger.ReadAsync(new(), Stop))
        {
            seen++;
            await AppendAsync(NewRecord(Noon.AddHours(seen)));
        }

        Assert.Equal(2, seen);
    }

    public void Dispose() => _factory.Dispose();

    private MemoryUsageLedger Make(int maxRecords) => new(_factory.CreateLogger<MemoryUsageLedger>(), maxRecords);
}
