namespace OneApi.Client;

/// <summary>The settings of reports (<c>OneApi:Reports</c>).</summary>
public sealed class ReportOptions
{
    /// <summary>Gets or sets the folder that the daily report is written to. It is made when it is missing.</summary>
    /// <value>The default is <see langword="null"/>: no files, only the registered <see cref="IDailyReportSink"/>s.</value>
    public string? Folder { get; set; }

    /// <summary>Gets or sets the time zone of days and hours where a query names none, by its IANA name, such as <c>Asia/Shanghai</c>.</summary>
    /// <value>The default is <see langword="null"/>: the zone that the environment variable <c>TZ</c> names, else UTC.</value>
    public string? TimeZone { get; set; }

    /// <summary>Gets what the daily report is broken down by, by the names that <see cref="UsageDimension.TryParse"/> reads.</summary>
    /// <value>The default is empty, which means owner, token, group, model and channel. The day always stands in front of them.</value>
    public IList<string> By { get; } = [];

    /// <summary>Gets or sets the forms in which the daily report is written to <see cref="Folder"/>.</summary>
    /// <value>The default is <see cref="ReportFormats.Csv"/>.</value>
    public ReportFormats Formats { get; set; } = ReportFormats.Csv;

    /// <summary>Gets or sets the time of the day at which the report of the day before is made.</summary>
    /// <value>The default is 00:15, in <see cref="TimeZone"/>. A time that the clocks skip is the first one after it.</value>
    public TimeOnly At { get; set; } = new(0, 15);

    /// <summary>Gets or sets for how many days reports are kept in <see cref="Folder"/>; older ones are deleted.</summary>
    /// <value>The default is <see langword="null"/>: for ever.</value>
    public int? KeepDays { get; set; }

    /// <summary>Gets or sets how many days before the last one are looked at again each day. A report that no longer holds, because records came late, is followed by a correction; it is never overwritten.</summary>
    /// <value>The default is 7. Zero looks for no corrections of earlier days.</value>
    public int CorrectionDays { get; set; } = 7;

    /// <summary>What could not be read from configuration.</summary>
    internal List<string> ReadErrors { get; } = [];
}
