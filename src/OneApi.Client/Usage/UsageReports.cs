using Microsoft.Extensions.Options;

namespace OneApi.Client.Usage;

/// <summary>The reports: checks what is asked, and hands it to the readers and writers of this room.</summary>
internal sealed class UsageReports(IUsageLedger ledger, IQuotaStore quotas, TimeProvider time, IOptions<ReportOptions> options) : IUsageReports
{
    private readonly RowReader _rows = new(ledger);
    private readonly Reconciler _reconciler = new(ledger, quotas, time);

    public UsageFilter Today(string? timeZone = null)
    {
        var zone = ZoneOf(timeZone, nameof(timeZone));
        return DayOf(zone.DayOf(time.GetUtcNow()), zone);
    }

    public UsageFilter Day(DateOnly day, string? timeZone = null) => DayOf(day, ZoneOf(timeZone, nameof(timeZone)));

    public IAsyncEnumerable<UsageRow> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        QueryCheck.Check(query);
        return _rows.ReadAsync(query, ZoneOf(query.TimeZone, nameof(query)), cancellationToken);
    }

    public Task WriteCsvAsync(UsageQuery query, Stream stream, CsvFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        QueryCheck.Check(query);
        var zone = ZoneOf(query.TimeZone, nameof(query));
        return RowExport.WriteCsvAsync(_rows.ReadAsync(query, zone, cancellationToken), query.By, zone.Name, stream, format ?? new(), cancellationToken);
    }

    public Task WriteJsonAsync(UsageQuery query, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        QueryCheck.Check(query);
        var zone = ZoneOf(query.TimeZone, nameof(query));
        return RowExport.WriteJsonAsync(_rows.ReadAsync(query, zone, cancellationToken), query.By, zone.Name, stream, cancellationToken);
    }

    public Task WriteRecordsCsvAsync(UsageFilter filter, Stream stream, CsvFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(stream);
        return RecordExport.WriteCsvAsync(ledger.ReadAsync(filter, cancellationToken), stream, format ?? new(), cancellationToken);
    }

    public Task WriteRecordsJsonAsync(UsageFilter filter, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(stream);
        return RecordExport.WriteJsonAsync(ledger.ReadAsync(filter, cancellationToken), stream, cancellationToken);
    }

    public Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken = default) => _reconciler.ReconcileAsync(cancellationToken);

    private static UsageFilter DayOf(DateOnly day, ReportZone zone) => new() { From = zone.StartOf(day), Until = zone.StartOf(day.AddDays(1)) };

    private ReportZone ZoneOf(string? name, string parameter)
    {
        var wanted = name ?? options.Value.TimeZone;
        return ReportZone.Find(wanted, Environment.GetEnvironmentVariable)
            ?? throw new ArgumentException($"TimeZone: '{wanted}' is not known here; use an IANA name like 'Asia/Shanghai', or 'UTC'.", parameter);
    }
}
