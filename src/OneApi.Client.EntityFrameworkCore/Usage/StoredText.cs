using System.Text;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>
/// Texts of callers as columns keep them. PostgreSQL takes no NUL, and UTF-8 no half of a surrogate pair: they become U+FFFD, and so they do
/// in filters. The record's JSON keeps the text as it was.
/// </summary>
internal static class StoredText
{
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return Replace(text);
            }
        }

        return text;
    }

    public static string? CleanOrNull(string? text) => text is null ? null : Clean(text);

    private static string Replace(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a half surrogate comes as U+FFFD
        {
            builder.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return builder.ToString();
    }
}
