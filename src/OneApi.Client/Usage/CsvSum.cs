using System.Globalization;

namespace OneApi.Client.Usage;

/// <summary>Adds up a column of numbers in CSV that we have written, without holding its cells.</summary>
internal static class CsvSum
{
    /// <returns>The sum; <see langword="null"/> when there is no such column, or something else than a whole number in it.</returns>
    public static long? Of(string csv, string column)
    {
        var wanted = -1;
        var (row, cell, start, isQuoted) = (0, 0, 0, false);
        long sum = 0;
        for (var i = 0; i < csv.Length; i++)
        {
            if (csv[i] == '"')
            {
                isQuoted = !isQuoted; // a quote inside a quoted cell is doubled, and so changes nothing
            }

            if (isQuoted || csv[i] is not (',' or '\n'))
            {
                continue;
            }

            var text = csv.AsSpan(start, i - start).TrimEnd('\r');
            if (row == 0 && text.SequenceEqual(column))
            {
                wanted = cell;
            }
            else if (row > 0 && cell == wanted)
            {
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    return null;
                }

                sum = checked(sum + number);
            }

            (row, cell, start) = csv[i] == '\n' ? (row + 1, 0, i + 1) : (row, cell + 1, i + 1);
        }

        return wanted < 0 ? null : sum;
    }
}
