using System.Globalization;

namespace OneApi.Client.Usage;

/// <summary>The name of a file in the folder of daily reports, such as <c>usage-2026-11-25.correction-1.csv</c>.</summary>
/// <param name="Day">The day.</param>
/// <param name="Correction">The number of the correction, zero for the first report.</param>
/// <param name="Extension"><c>csv</c> or <c>json</c>.</param>
internal readonly record struct DailyReportFile(DateOnly Day, int Correction, string Extension)
{
    private const string Prefix = "usage-";
    private const string CorrectionPrefix = "correction-";
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Reads a name; files of others are none of ours.</summary>
    public static DailyReportFile? Parse(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = name[Prefix.Length..].Split('.');
        if (parts.Length is not (2 or 3) || parts[^1] is not ("csv" or "json") || !DateOnly.TryParseExact(parts[0], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return null;
        }

        if (parts.Length == 2)
        {
            return new(day, 0, parts[1]);
        }

        return parts[1].StartsWith(CorrectionPrefix, StringComparison.Ordinal) && int.TryParse(parts[1][CorrectionPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new(day, number, parts[2])
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{ReportZone.NameOf(Day)}{(Correction == 0 ? "" : $".{CorrectionPrefix}{Correction}")}.{Extension}");
}
