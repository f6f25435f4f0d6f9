using System.Text;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Turns byte offsets into a growing UTF-8 text into offsets of its characters, without keeping the text: it notes only where the
/// width of the characters changes. Text in ASCII costs nothing.
/// </summary>
internal sealed class Utf8Offsets
{
    private readonly List<Run> _runs = [];
    private int _bytes;
    private int _chars;

    public void Append(string text)
    {
        if (Ascii.IsValid(text))
        {
            Note(1);
            _bytes += text.Length;
            _chars += text.Length;
            return;
        }

        foreach (var c in text)
        {
            // Half of a surrogate pair is half of four bytes.
            var width = c < 0x80 ? 1 : c < 0x800 || char.IsSurrogate(c) ? 2 : 3;
            Note(width);
            _bytes += width;
            _chars++;
        }
    }

    /// <summary>The offset in characters; one beyond the text is the text's end.</summary>
    public int ToChars(int bytes)
    {
        if (bytes >= _bytes)
        {
            return _chars;
        }

        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            if (_runs[i].Bytes <= bytes)
            {
                return _runs[i].Chars + ((bytes - _runs[i].Bytes) / _runs[i].Width);
            }
        }

        return 0;
    }

    private void Note(int width)
    {
        if (_runs.Count == 0 || _runs[^1].Width != width)
        {
            _runs.Add(new(_bytes, _chars, width));
        }
    }

    private readonly record struct Run(int Bytes, int Chars, int Width);
}
