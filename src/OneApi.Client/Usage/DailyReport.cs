using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Usage;

/// <summary>
/// Makes the report of each day at its time, and of yesterday at the start where it is missing; looks again at the days before and gives
/// corrections. What fails is logged and tried again; the loop ends with the host only.
/// </summary>
internal sealed class DailyReport : BackgroundService
{
    /// <summary>How long a report that failed waits for its next try.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait at a stretch: a clock that was set anew is noticed within it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly UsageDimension[] UsualBy = [UsageDimension.Owner, UsageDimension.Token, UsageDimension.Group, UsageDimension.Model, UsageDimension.Channel];

    private readonly IUsageReports _reports;
    private readonly IReportTarget[] _targets;
    private readonly FolderTarget? _folder;
    private readonly ReportOptions _options;
    private readonly ReportZone _zone;
    private readonly DailyPlan _plan;
    private readonly UsageDimension[] _by;
    private readonly TimeProvider _time;
    private readonly ILogger<DailyReport> _logger;

    public DailyReport(IUsageReports reports, IEnumerable<IDailyReportSink> sinks, IOptions<ReportOptions> options, TimeProvider time, ILogger<DailyReport> logger)
    {
        _reports = reports;
        _options = options.Value;
        _zone = ReportZone.Find(_options.TimeZone, Environment.GetEnvironmentVariable)!; // the validator has found it
        _plan = new(_zone, _options.At);
        _by = ByOf(_options);
        _folder = _options.Folder is { } folder ? new(folder, _options.Formats, logger) : null;
        _targets = [.. _folder is null ? Array.Empty<IReportTarget>() : [_folder], .. sinks.Select(sink => new SinkTarget(sink, _options.CorrectionDays, logger))];
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_targets.Length == 0)
        {
            Log.NoReportTarget(_logger);
            return;
        }

        var next = _plan.Yesterday(_time.GetUtcNow()); // the first day that is owed
        while (true)
        {
            var last = _plan.LastDue(_time.GetUtcNow());
            if (await TryMakeAsync(next, last, stoppingToken).ConfigureAwait(false))
            {
                next = last < next ? next : last.AddDays(1);
                await WaitAsync(_plan.DueOf(next), stoppingToken).ConfigureAwait(false);
            }
            else
            {
                await WaitAsync(_time.GetUtcNow() + RetryAfter, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private static UsageDimension[] ByOf(ReportOptions options)
    {
        var by = options.By.Select(static name => UsageDimension.TryParse(name, out var dimension) ? dimension : throw new FormatException($"'{name}' is not a dimension."));
        return [UsageDimension.Day, .. (options.By.Count == 0 ? UsualBy : by).Where(static dimension => dimension != UsageDimension.Day)];
    }

    /// <summary>Gives the reports that are owed, and corrections of those before them.</summary>
    /// <returns><see langword="false"/> when something failed; what was given is not given again.</returns>
    private async Task<bool> TryMakeAsync(DateOnly firstOwed, DateOnly last, CancellationToken cancellationToken)
    {
        try
        {
            var reconciliation = await _reports.ReconcileAsync(cancellationToken).ConfigureAwait(false);
            if (!reconciliation.IsBalanced)
            {
                Log.OutOfBalance(_logger, reconciliation.Differences.Count, reconciliation.ChargedMicros, reconciliation.SettledMicros);
            }

            var failed = new HashSet<IReportTarget>();
            var lookedAt = last.AddDays(-_options.CorrectionDays);
            for (var day = firstOwed < lookedAt ? firstOwed : lookedAt; day <= last; day = day.AddDays(1))
            {
                var report = await MakeAsync(day, reconciliation, cancellationToken).ConfigureAwait(false);
                await OfferAsync(report, isDue: day >= firstOwed, failed, cancellationToken).ConfigureAwait(false);
            }

            DeleteOld(last);
            return failed.Count == 0;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.ReportFailed(_logger, error, last, RetryAfter);
            return false;
        }
    }

    private async Task<DailyUsageReport> MakeAsync(DateOnly day, Reconciliation reconciliation, CancellationToken cancellationToken)
    {
        var rows = new List<UsageRow>();
        var total = new UsageTotals();
        var query = new UsageQuery { Filter = _reports.Day(day, _zone.Name), By = _by, TimeZone = _zone.Name };
        await foreach (var row in _reports.QueryAsync(query, cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
            total = total.Plus(row.Totals);
        }

        return new() { Day = day, TimeZone = _zone.Name, By = _by, Rows = rows, Total = total, Reconciliation = reconciliation };
    }

    /// <summary>One target that fails keeps no other from its report, and is left alone until the next try.</summary>
    private async Task OfferAsync(DailyUsageReport report, bool isDue, HashSet<IReportTarget> failed, CancellationToken cancellationToken)
    {
        foreach (var target in _targets.Where(target => !failed.Contains(target)))
        {
            try
            {
                switch (await target.OfferAsync(report, isDue, cancellationToken).ConfigureAwait(false))
                {
                    case 0:
                        Log.ReportMade(_logger, report.Day, target.Name, report.Total.Calls);
                        break;
                    case { } number:
                        Log.ReportCorrected(_logger, report.Day, target.Name, number);
                        break;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.TargetFailed(_logger, error, report.Day, target.Name, RetryAfter);
                failed.Add(target);
            }
        }
    }

    private void DeleteOld(DateOnly last)
    {
        if (_folder is not null && _options.KeepDays is { } days && _folder.DeleteBefore(last.AddDays(1 - days)) is > 0 and var count)
        {
            Log.OldReportsDeleted(_logger, count, days);
        }
    }

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (until - _time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
