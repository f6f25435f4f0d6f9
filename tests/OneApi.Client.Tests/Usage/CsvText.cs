using System.Text;

namespace OneApi.Client.Tests.Usage;

/// <summary>A reader of CSV by the letter of RFC 4180, to read back what was written.</summary>
internal static class CsvText
{
    public static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var cells = new List<string>();
        var i = 0;
        while (i < text.Length)
        {
            cells.Add(ReadCell(text, ref i));
            if (i < text.Length && text[i] == ',')
            {
                i++;
                if (i == text.Length)
                {
                    cells.Add("");
                }

                continue;
            }

            Assert.True(i + 1 < text.Length && text[i] == '\r' && text[i + 1] == '\n', $"A row ends with CR LF, at {i}.");
            i += 2;
            rows.Add([.. cells]);
            cells.Clear();
        }

        Assert.Empty(cells);
        return rows;
    }

    private static string ReadCell(string text, ref int i)
    {
        var cell = new StringBuilder();
        if (i < text.Length && text[i] == '"')
        {
            for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
            {
                cell.Append(text[i]);
                i += text[i] == '"' ? 1 : 0;
            }

            i++;
            return cell.ToString();
        }

        for (; i < text.Length && text[i] is not (',' or '\r'); i++)
        {
            Assert.False(text[i] is '"' or '\n', $"A bare quote or line feed at {i}.");
            cell.Append(text[i]);
        }

        return cell.ToString();
    }
}
