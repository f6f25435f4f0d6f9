using Microsoft.Extensions.Logging;

namespace OneApi.Client.Tests.Usage;

public class DailyReportTests
{
    private static readonly DateTimeOffset Morning = At(26, 10);

    [Fact]
    public async Task AtTheStart_TheMissingReportOfYesterdayIsMade_AndNoOther()
    {
        await using var bench = new DailyBench(Morning);
        await bench.Reports.AppendAsync(Record(At(24, 12), "a", 1), Record(At(25, 0), "a", 10), Record(At(25, 23), "a", 100), Record(At(26, 1), "a", 1000));

        await bench.StartAsync();

        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);
        var rows = bench.Read("usage-2026-11-25.csv");
        Assert.Equal(["day", "owner", "token", "group", "model", "channel", "time_zone", "calls"], rows[0].Take(8));
        Assert.Equal(["2026-11-25", "a", "", "default", "model", "channel", "UTC", "2"], rows[1].Take(8));
        Assert.Equal("110", bench.Cell("usage-2026-11-25.csv", "charge_micros"));
        Assert.Equal(2, rows.Count);
        Assert.Equal(LogLevel.Information, Assert.Single(bench.Logs.Of(1311)).Level);
    }

    [Fact]
    public async Task BeforeItsTime_NothingIsWritten_AndThenEachDayHasItsFile()
    {
        await using var bench = new DailyBench(At(26, 0, 5), static options => options.At = new(0, 30));
        await bench.StartAsync();
        await bench.GoToAsync(At(26, 0, 29));
        Assert.Empty(bench.Files);

        await bench.GoToAsync(At(26, 0, 30));
        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);

        await bench.GoToAsync(At(27, 0, 29));
        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);

        await bench.GoToAsync(At(27, 0, 30));
        Assert.Equal(["usage-2026-11-25.csv", "usage-2026-11-26.csv"], bench.Files);
    }

    [Fact]
    public async Task ADayOf25Hours_IsReportedWhenItIsOver_AsAWhole()
    {
        await using var bench = new DailyBench(new(2026, 10, 24, 10, 0, 0, TimeSpan.Zero), static options => options.TimeZone = "Europe/Berlin");
        await bench.StartAsync();
        await bench.GoToAsync(new(2026, 10, 24, 22, 15, 0, TimeSpan.Zero)); // 00:15 +02:00
        Assert.Contains("usage-2026-10-24.csv", bench.Files);
        await bench.Reports.AppendAsync(Record(new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero), "a", 1), Record(new(2026, 10, 25, 22, 59, 0, TimeSpan.Zero), "a", 10), Record(new(2026, 10, 25, 23, 0, 0, TimeSpan.Zero), "a", 100));

        await bench.GoToAsync(new(2026, 10, 25, 23, 14, 0, TimeSpan.Zero)); // 00:14 +01:00, 25 hours later
        Assert.DoesNotContain("usage-2026-10-25.csv", bench.Files);
        await bench.GoToAsync(new(2026, 10, 25, 23, 15, 0, TimeSpan.Zero));

        Assert.Equal("11", bench.Cell("usage-2026-10-25.csv", "charge_micros"));
        Assert.Equal("Europe/Berlin", bench.Cell("usage-2026-10-25.csv", "time_zone"));
    }

    [Fact]
    public async Task AClosedDay_IsNeverOverwritten_AndChangesByNumberedCorrections()
    {
        await using var bench = new DailyBench(Morning);
        await bench.Reports.AppendAsync(Record(At(25, 12), "a", 1));
        await bench.StartAsync();
        var first = await File.ReadAllBytesAsync(Path.Combine(bench.Folder, "usage-2026-11-25.csv"), TestContext.Current.CancellationToken);

        await bench.Reports.AppendAsync(Record(At(25, 12), "a", 10));
        await bench.GoToAsync(At(27, 0, 15));
        Assert.Equal(["usage-2026-11-25.correction-1.csv", "usage-2026-11-25.csv", "usage-2026-11-26.csv"], bench.Files);
        Assert.Equal("11", bench.Cell("usage-2026-11-25.correction-1.csv", "charge_micros"));
        Assert.Equal(LogLevel.Warning, Assert.Single(bench.Logs.Of(1312)).Level);

        await bench.GoToAsync(At(28, 0, 15));
        Assert.Equal(4, bench.Files.Length);

        await bench.Reports.AppendAsync(Record(At(25, 13), "b", 100));
        await bench.GoToAsync(At(29, 0, 15));
        Assert.Contains("usage-2026-11-25.correction-2.csv", bench.Files);
        Assert.Equal(3, bench.Read("usage-2026-11-25.correction-2.csv").Count);
        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(bench.Folder, "usage-2026-11-25.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ARestart_WritesNothingAgain_ButFindsLateRecords()
    {
        await using var bench = new DailyBench(Morning, static options => options.Formats = ReportFormats.Csv | ReportFormats.Json);
        await bench.Reports.AppendAsync(Record(At(25, 12), "a", 1));
        await bench.StartAsync();
        string[] written = ["usage-2026-11-25.csv", "usage-2026-11-25.json"];
        Assert.Equal(written, bench.Files);

        await bench.StopAsync();
        await bench.StartAsync();
        Assert.Equal(written, bench.Files);

        await bench.StopAsync();
        await bench.Reports.AppendAsync(Record(At(25, 13), "a", 1));
        await bench.StartAsync();
        Assert.Equal(["usage-2026-11-25.correction-1.csv", "usage-2026-11-25.correction-1.json", .. written], bench.Files);
    }

    [Fact]
    public async Task ALedgerThatHasLostRecords_CorrectsNothing()
    {
        await using var bench = new DailyBench(Morning, static options => options.Formats = ReportFormats.Csv | ReportFormats.Json);
        await bench.Reports.AppendAsync(Record(At(25, 12), "a \"quoted\", name", 1), Record(At(25, 12), "b", 1), Record(At(25, 13), "b", 1));
        await bench.StartAsync();
        await using var restarted = new DailyBench(Morning, options => (options.Folder, options.Formats) = (bench.Folder, ReportFormats.Csv | ReportFormats.Json));
        await restarted.Reports.AppendAsync(Record(At(25, 14), "c", 1), Record(At(25, 14), "c", 1));

        await restarted.StartAsync();

        Assert.Equal(["usage-2026-11-25.csv", "usage-2026-11-25.json"], bench.Files);
        Assert.Equal(2, restarted.Logs.Of(1318).Length);
        Assert.All(restarted.Logs.Of(1318), static entry => Assert.Contains("says 3 calls, and the ledger has only 2", entry.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnotherBreakdown_CorrectsNoEarlierDay()
    {
        await using var bench = new DailyBench(Morning);
        await bench.Reports.AppendAsync(Record(At(25, 12), "a", 1));
        await bench.StartAsync();
        await bench.StopAsync();
        bench.Options.By.Add("provider");
        await bench.Reports.AppendAsync(Record(At(25, 13), "a", 1), Record(At(26, 13), "a", 1));

        await bench.StartAsync();
        await bench.GoToAsync(At(27, 1));

        Assert.Equal(["usage-2026-11-25.csv", "usage-2026-11-26.csv"], bench.Files);
        Assert.Equal(["day", "provider", "time_zone"], bench.Read("usage-2026-11-26.csv")[0].Take(3));
    }

    [Fact]
    public async Task ASink_IsGivenTheDay_ItsRows_ItsTotal_AndTheReconciliation()
    {
        var sink = new DailyBench.Sink();
        await using var bench = new DailyBench(Morning, static options => (options.Folder, options.TimeZone) = (null, "Asia/Shanghai"));
        bench.Add(sink);
        await bench.Reports.SettleAsync("token:a", 30);
        await bench.Reports.AppendAsync(Record(At(25, 1), "a", 10, "token:a"), Record(At(25, 2), "b", 20, "token:a"));

        await bench.StartAsync();

        var report = Assert.Single(sink.Taken);
        Assert.Equal((new DateOnly(2026, 11, 25), "Asia/Shanghai", 0), (report.Day, report.TimeZone, report.Correction));
        Assert.Equal(["a", "b"], report.Rows.Select(static row => row.Key(UsageDimension.Owner)));
        Assert.Equal((2, 30), (report.Total.Calls, report.Total.ChargeMicros));
        Assert.Equal((true, 30), (report.Reconciliation.IsBalanced, report.Reconciliation.SettledMicros));
        Assert.Empty(bench.Files);
    }

    [Fact]
    public async Task ASink_IsGivenCorrectionsToo_AndNothingTwice()
    {
        var sink = new DailyBench.Sink();
        await using var bench = new DailyBench(Morning);
        bench.Add(sink);
        await bench.StartAsync();
        await bench.GoToAsync(At(27, 1));

        await bench.Reports.AppendAsync(Record(At(24, 1), "a", 1), Record(At(25, 1), "a", 1));
        await bench.GoToAsync(At(28, 1));
        await bench.GoToAsync(At(29, 1));

        Assert.Equal([(25, 0), (26, 0), (24, 1), (25, 1), (27, 0), (28, 0)], sink.Taken.Select(static report => (report.Day.Day, report.Correction)));
    }

    [Fact]
    public async Task AFailingSink_IsLogged_AndTriedAgainLater_AndHarmsNoOther()
    {
        var failing = new DailyBench.Sink(failures: 2);
        var other = new DailyBench.Sink();
        await using var bench = new DailyBench(Morning);
        bench.Add(failing);
        bench.Add(other);

        await bench.StartAsync();
        Assert.Empty(failing.Taken);
        Assert.Single(other.Taken);
        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);
        Assert.Equal((LogLevel.Error, "The mail server is down."), (bench.Logs.Of(1313)[0].Level, bench.Logs.Of(1313)[0].Exception!.Message));

        Assert.Single(bench.Logs.Of(1313));
        await bench.GoToAsync(Morning.AddMinutes(5));
        Assert.Equal(2, bench.Logs.Of(1313).Length);
        await bench.GoToAsync(Morning.AddMinutes(10));

        Assert.Single(failing.Taken);
        Assert.Single(other.Taken);
        await bench.GoToAsync(At(27, 0, 15));
        Assert.Equal((2, 2), (failing.Taken.Count, other.Taken.Count));
    }

    [Fact]
    public async Task AReportThatIsOwed_IsGivenEvenWhenTheNextDayIsOver_AndNoCorrectionsAreLookedFor()
    {
        var sink = new DailyBench.Sink(failures: 1);
        await using var bench = new DailyBench(Morning, static options => options.CorrectionDays = 0);
        bench.Add(sink);
        await bench.StartAsync();

        await bench.GoToAsync(At(28, 5));

        Assert.Equal([25, 26, 27], sink.Taken.Select(static report => report.Day.Day));
    }

    [Fact]
    public async Task AFolderThatCannotBeMade_IsTriedAgain()
    {
        await using var bench = new DailyBench(Morning);
        await File.WriteAllTextAsync(bench.Folder, "in the way", TestContext.Current.CancellationToken);
        await bench.StartAsync();
        Assert.NotNull(Assert.Single(bench.Logs.Of(1313)).Exception);

        File.Delete(bench.Folder);
        await bench.GoToAsync(Morning.AddMinutes(5));

        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);
    }

    [Fact]
    public async Task OldReports_AreDeleted_AndNothingElse()
    {
        await using var bench = new DailyBench(Morning, static options => options.KeepDays = 3);
        Directory.CreateDirectory(bench.Folder);
        string[] kept = ["usage-2026-11-23.csv", "usage-2026-11-24.json", "usage-2026-11.csv", "usage-2026-11-22.txt", "usage-2026-11-22.correction-x.csv", "notes-2020-01-01.csv"];
        foreach (var file in kept.Concat(["usage-2026-11-22.csv", "usage-2026-11-22.correction-1.csv", "usage-2020-01-01.json"]))
        {
            await File.WriteAllTextAsync(Path.Combine(bench.Folder, file), "", TestContext.Current.CancellationToken);
        }

        await bench.StartAsync();

        Assert.Equal([.. kept.Append("usage-2026-11-25.csv").Order(StringComparer.Ordinal)], bench.Files);
        Assert.Single(bench.Logs.Of(1316));
    }

    [Fact]
    public async Task WhenTheLedgerIsDown_NothingIsWritten_AndTheReportIsTriedAgain()
    {
        await using var bench = new DailyBench(Morning);
        var ledger = new DownLedger(bench.Reports.Ledger) { IsDown = true };
        bench.UseLedger(ledger);
        await bench.StartAsync();
        Assert.Equal(LogLevel.Error, Assert.Single(bench.Logs.Of(1314)).Level);
        Assert.Empty(bench.Files);

        ledger.IsDown = false;
        await bench.GoToAsync(Morning.AddMinutes(5));

        Assert.Equal(["usage-2026-11-25.csv"], bench.Files);
    }

    private static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);

    private static UsageRecord Record(DateTimeOffset at, string owner, long charge, params string[] accounts) => UsageLedgerContract.NewRecord(at, owner, charge: charge, accounts: accounts);

    private sealed class DownLedger(IUsageLedger inner) : IUsageLedger
    {
        public bool IsDown { get; set; }

        public ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken) => inner.AppendAsync(records, cancellationToken);

        public IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, CancellationToken cancellationToken) => inner.ReadAsync(filter, cancellationToken);

        public IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, CancellationToken cancellationToken) =>
            IsDown ? throw new IOException("The database is down.") : inner.SumAsync(filter, by, byQuarterHour, cancellationToken);

        public IAsyncEnumerable<AccountTotal> SumAccountsAsync(CancellationToken cancellationToken) => inner.SumAccountsAsync(cancellationToken);
    }
}
