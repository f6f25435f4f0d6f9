namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A hold's account keys as one text.</summary>
internal static class AccountKeys
{
    /// <summary>The unit separator: no key holds it (<see cref="Check"/>).</summary>
    public const char Separator = '\u001f';

    public static string Join(IEnumerable<string> keys) => string.Join(Separator, keys);

    public static string[] Split(string keys) => keys.Length == 0 ? [] : keys.Split(Separator);

    /// <summary>Refuses a key that no database could keep: PostgreSQL takes no NUL and no half of a surrogate pair.</summary>
    public static void Check(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] < ' ' || (char.IsSurrogate(key[i]) && !char.IsSurrogatePair(key, i) && (i == 0 || !char.IsSurrogatePair(key, i - 1))))
            {
                throw new ArgumentException($"An account's key holds the character U+{(int)key[i]:X4} at position {i}; use keys without control characters and half surrogates.", nameof(key));
            }
        }
    }
}
