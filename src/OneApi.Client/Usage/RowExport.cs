using System.Text.Json;

namespace OneApi.Client.Usage;

/// <summary>Writes rows of a report to a stream, one after the other.</summary>
internal static class RowExport
{
    private const int FlushAbove = 16 * 1024;

    public static async Task WriteCsvAsync(IAsyncEnumerable<UsageRow> rows, IReadOnlyList<UsageDimension> by, string zone, Stream stream, CsvFormat format, CancellationToken cancellationToken)
    {
        var csv = new CsvWriter(stream, format);
        await using var _ = csv.ConfigureAwait(false);
        var hasTime = RowColumn.HasTime(by);
        foreach (var dimension in by)
        {
            csv.Text(dimension.ToString());
        }

        if (hasTime)
        {
            csv.Text(RowColumn.TimeZone);
        }

        foreach (var column in RowColumn.All)
        {
            csv.Text(column.Name);
        }

        await csv.EndRowAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            WriteCells(csv, row, hasTime ? zone : null);
            await csv.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }

        await csv.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task WriteJsonAsync(IAsyncEnumerable<UsageRow> rows, IReadOnlyList<UsageDimension> by, string zone, Stream stream, CancellationToken cancellationToken)
    {
        var json = new Utf8JsonWriter(stream);
        await using var _ = json.ConfigureAwait(false);
        var names = by.Select(static dimension => dimension.ToString()).ToArray();
        var shownZone = RowColumn.HasTime(by) ? zone : null;
        json.WriteStartArray();
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            WriteObject(json, row, names, shownZone);
            if (json.BytesPending > FlushAbove)
            {
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteCells(CsvWriter csv, UsageRow row, string? zone)
    {
        foreach (var key in row.Keys)
        {
            csv.Text(key);
        }

        if (zone is not null)
        {
            csv.Text(zone);
        }

        foreach (var column in RowColumn.All)
        {
            if (column.IsDollars)
            {
                csv.Dollars(column.Value(row));
            }
            else
            {
                csv.Number(column.Value(row));
            }
        }
    }

    private static void WriteObject(Utf8JsonWriter json, UsageRow row, string[] names, string? zone)
    {
        json.WriteStartObject();
        for (var i = 0; i < names.Length; i++)
        {
            json.WriteString(names[i], row.Keys[i]);
        }

        if (zone is not null)
        {
            json.WriteString(RowColumn.TimeZone, zone);
        }

        foreach (var column in RowColumn.All)
        {
            switch (column.Value(row))
            {
                case null:
                    json.WriteNull(column.Name);
                    break;
                case { } amount when column.IsDollars:
                    json.WriteString(column.Name, DollarText.Of(amount));
                    break;
                case { } number:
                    json.WriteNumber(column.Name, number);
                    break;
            }
        }

        json.WriteEndObject();
    }
}
