using System.Globalization;
using System.Text;

namespace OneApi.Client.Protocols;

/// <summary>Unescapes JSON text that is no valid Unicode: lone halves of pairs are kept as they are, broken bytes become U+FFFD.</summary>
internal static class LenientText
{
    public static string Unescape(ReadOnlySpan<byte> json)
    {
        var escaped = Encoding.UTF8.GetString(json);
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\' || i + 1 == escaped.Length)
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            if (escaped[i] == 'u' && i + 4 < escaped.Length && ushort.TryParse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                i += 4;
                continue;
            }

            text.Append(Single(escaped[i]));
        }

        return text.ToString();
    }

    /// <summary>
    /// Text of one event joined to the half of a pair that the event before ended with; a half at its own end waits for the next.
    /// </summary>
    /// <returns>The text, or null when nothing is left of it.</returns>
    public static string? Join(string text, ref char half)
    {
        if (half != '\0')
        {
            text = half + text;
            half = '\0';
        }

        if (char.IsHighSurrogate(text[^1]))
        {
            half = text[^1];
            text = text[..^1];
        }

        return text.Length > 0 ? text : null;
    }

    private static char Single(char escape) => escape switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        _ => escape,
    };
}
