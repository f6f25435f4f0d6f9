using System.Buffers;
using System.Globalization;
using System.Text;

namespace OneApi.Client.Usage;

/// <summary>Writes CSV (RFC 4180) that a spreadsheet may open: no text of somebody else's begins a formula. Numbers of ours stay numbers.</summary>
internal sealed class CsvWriter(Stream stream, CsvFormat format) : IAsyncDisposable
{
    /// <summary>What spreadsheets take for the begin of a formula, or skip in front of one.</summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>What needs quotes. The semicolon separates cells where the decimal point is a comma.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\t\r\n");
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(format.ByteOrderMark), bufferSize: 16 * 1024, leaveOpen: true);
    private readonly StringBuilder _row = new();
    private bool _hasCell;

    public void Text(string? text)
    {
        Next();
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var isFormula = FormulaStarts.Contains(text.AsSpan().TrimStart(' ') is [var first, ..] ? first : ' ');
        if (!isFormula && text.AsSpan().IndexOfAny(Quoted) < 0 && text[0] != ' ' && text[^1] != ' ')
        {
            _row.Append(text);
            return;
        }

        _row.Append('"').Append(isFormula ? "'" : string.Empty).Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    public void Number(long number)
    {
        Next();
        _row.Append(CultureInfo.InvariantCulture, $"{number}");
    }

    public void Number(long? number)
    {
        if (number is { } value)
        {
            Number(value);
        }
        else
        {
            Text(null);
        }
    }

    public void Dollars(long? micros)
    {
        Next();
        if (micros is { } amount)
        {
            _row.Append(DollarText.Of(amount));
        }
    }

    public async Task EndRowAsync(CancellationToken cancellationToken)
    {
        _row.Append("\r\n");
        await _writer.WriteAsync(_row, cancellationToken).ConfigureAwait(false);
        _row.Clear();
        _hasCell = false;
    }

    public async Task EndAsync(CancellationToken cancellationToken) => await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Next()
    {
        if (_hasCell)
        {
            _row.Append(',');
        }

        _hasCell = true;
    }
}
