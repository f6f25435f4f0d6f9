using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Admission;

/// <summary>
/// A caller's key: <c>sk-{brand}-{id}{secret}{check}</c>, all in the digits of Crockford's base 32. The id (80 bits) is public and finds the token;
/// the secret (160 bits) is never stored; the check (35 bits of a checksum) refuses what was mistyped before any store is asked.
/// </summary>
internal readonly record struct AccessKey
{
    private const string Start = "sk-";
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> DigitSet = SearchValues.Create(Digits);
    private const int IdLength = 16;
    private const int SecretLength = 32;
    private const int CheckLength = 7;

    private AccessKey(string text, string id)
    {
        Text = text;
        Id = id;
    }

    /// <summary>Gets the whole key. A secret.</summary>
    public string Text { get; }

    /// <summary>Gets the public id.</summary>
    public string Id { get; }

    /// <summary>Makes a new key from the system's source of secrets.</summary>
    /// <param name="brand">Letters and digits in lower case that stand in every key, so that people and scanners know whose it is.</param>
    public static AccessKey Create(string brand)
    {
        Span<char> body = stackalloc char[IdLength + SecretLength];
        RandomNumberGenerator.GetItems(Digits, body);
        var start = $"{Start}{brand}-{body}";
        return new(start + CheckOf(start), new string(body[..IdLength]));
    }

    /// <summary>Reads a key of this gateway's shape; says nothing of whether it was ever issued.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string brand, out AccessKey key)
    {
        key = default;
        var head = Start.Length + brand.Length + 1;
        if (text.Length != head + IdLength + SecretLength + CheckLength
            || !text.StartsWith(Start, StringComparison.Ordinal)
            || !text[Start.Length..].StartsWith(brand, StringComparison.Ordinal)
            || text[head - 1] != '-'
            || text[head..].ContainsAnyExcept(DigitSet))
        {
            return false;
        }

        var start = text[..^CheckLength].ToString();
        if (!text[^CheckLength..].SequenceEqual(CheckOf(start)))
        {
            return false;
        }

        key = new(text.ToString(), text.Slice(head, IdLength).ToString());
        return true;
    }

    /// <summary>The key is a secret; its text is its id.</summary>
    public override string ToString() => Id;

    private static string CheckOf(string start)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(start)));
        return string.Create(CheckLength, hash, static (check, rest) =>
        {
            for (var i = 0; i < check.Length; i++, rest >>= 5)
            {
                check[i] = Digits[(int)(rest & 31)];
            }
        });
    }
}
