using System.Text;
using System.Text.Json;

namespace OneApi.Client.Usage;

/// <summary>A daily report as the bytes of a file. The same usage gives the same bytes, so that a change is seen by comparing.</summary>
internal static class ReportRendering
{
    public const string Csv = "csv";
    public const string Json = "json";

    public static async Task<byte[]> RenderAsync(DailyUsageReport report, string extension, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var rows = EnumerateAsync(report.Rows);
        await (extension == Csv
            ? RowExport.WriteCsvAsync(rows, report.By, report.TimeZone, bytes, new(), cancellationToken)
            : RowExport.WriteJsonAsync(rows, report.By, report.TimeZone, bytes, cancellationToken)).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <summary>Whether two files have the same columns. After a change of the breakdown they have not, and then the new one corrects nothing.</summary>
    public static bool HaveSameColumns(byte[] one, byte[] other, string extension) =>
        extension == Csv ? HeadOf(one).SequenceEqual(HeadOf(other)) : NamesOf(one) is not { } names || NamesOf(other) is not { } others || names.SequenceEqual(others);

    /// <summary>How many calls a file reports; <see langword="null"/> when that can't be read.</summary>
    public static long? CallsIn(byte[] file, string extension)
    {
        if (extension == Csv)
        {
            return CsvSum.Of(Encoding.UTF8.GetString(file), RowColumn.Calls);
        }

        try
        {
            using var document = JsonDocument.Parse(file);
            return document.RootElement.EnumerateArray().Sum(static row => row.GetProperty(RowColumn.Calls).GetInt64());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> HeadOf(ReadOnlySpan<byte> csv) => csv.IndexOf((byte)'\n') is >= 0 and var end ? csv[..end] : csv;

    /// <summary>The members of the first object, or <see langword="null"/> when there is none.</summary>
    private static string[]? NamesOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Array } rows && rows.GetArrayLength() > 0 && rows[0].ValueKind is JsonValueKind.Object
                ? [.. document.RootElement[0].EnumerateObject().Select(static member => member.Name)]
                : null;
        }
        catch (JsonException)
        {
            return []; // somebody has edited the file; what is in it is not ours to correct
        }
    }

    private static async IAsyncEnumerable<UsageRow> EnumerateAsync(IReadOnlyList<UsageRow> rows)
    {
        foreach (var row in rows)
        {
            yield return row;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }
}
