using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

/// <summary>A daily report with a folder of its own, on a clock that a test moves. After each step it has done all it had to do.</summary>
internal sealed class DailyBench : IAsyncDisposable
{
    private readonly SteppedTime _time = new();
    private readonly ILoggerFactory _factory;
    private readonly List<IDailyReportSink> _sinks = [];
    private IUsageReports _reports;
    private DailyReport? _running;
    private int _waits;

    public DailyBench(DateTimeOffset now, Action<ReportOptions>? configure = null)
    {
        _time.SetUtcNow(now);
        _factory = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        Options = new() { Folder = Folder, TimeZone = "UTC" };
        configure?.Invoke(Options);
        Reports = new(_time, Options);
        _reports = Reports.Reports;
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "oneapi-reports-" + Guid.NewGuid().ToString("N"));

    public ReportOptions Options { get; }

    public ReportBench Reports { get; }

    public CollectedLogs Logs { get; } = new();

    /// <summary>Gets the names of all files in the folder, those with a point in front included.</summary>
    public string[] Files => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void UseLedger(IUsageLedger ledger) => _reports = new UsageReports(ledger, Reports.Quotas, _time, Microsoft.Extensions.Options.Options.Create(Options));

    public void Add(IDailyReportSink sink) => _sinks.Add(sink);

    public async Task StartAsync()
    {
        _running = new(_reports, _sinks, Microsoft.Extensions.Options.Options.Create(Options), _time, _factory.CreateLogger<DailyReport>());
        await _running.StartAsync(Stop);
        await IdleAsync();
    }

    public async Task StopAsync()
    {
        await _running!.StopAsync(Stop);
        _running.Dispose();
        _running = null;
    }

    public async Task GoToAsync(DateTimeOffset time)
    {
        _time.SetUtcNow(time);
        await IdleAsync();
    }

    public List<string[]> Read(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file)); // reads over the byte order mark
        return CsvText.Parse(text);
    }

    public string Cell(string file, string column, int row = 1)
    {
        var rows = Read(file);
        return rows[row][Array.IndexOf(rows[0], column)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await StopAsync();
        }

        _factory.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Having done what it had to, it begins to wait.</summary>
    private Task IdleAsync() => _time.TimerAsync(static _ => true, Stop, ++_waits);

    internal sealed class Sink(int failures = 0) : IDailyReportSink
    {
        private int _calls;

        public ConcurrentQueue<DailyUsageReport> Taken { get; } = new();

        public ValueTask TakeAsync(DailyUsageReport report, CancellationToken cancellationToken)
        {
            if (_calls++ < failures)
            {
                throw new InvalidOperationException("The mail server is down.");
            }

            Taken.Enqueue(report);
            return default;
        }
    }
}
