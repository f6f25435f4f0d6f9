using System.Buffers;
using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One line of CSV (RFC 4180). What a spreadsheet would take for a formula gets a quote in front.</summary>
internal static class CsvLine
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n'");

    public static void Append(StringBuilder text, params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            var cell = cells[i] ?? "";
            if (cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            {
                cell = "'" + cell;
            }

            if (cell.AsSpan().ContainsAny(Quoted))
            {
                text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                text.Append(cell);
            }
        }

        text.Append("\r\n");
    }
}
