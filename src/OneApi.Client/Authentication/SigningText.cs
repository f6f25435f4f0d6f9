using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Authentication;

/// <summary>The steps that the signing schemes share: hashes as text, chains of keys, sorted headers and queries.</summary>
internal static class SigningText
{
    private const int StackBytes = 256;

    public static string HexSha256(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static string HexSha256(string text) => HexSha256(Encoding.UTF8.GetBytes(text));

    public static string HexHmac(ReadOnlySpan<byte> key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hmac(key, text, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static string HexHmac(string key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hmac(key, text, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The HMAC-SHA256 of a text under a key that is text itself: UTF-8, never decoded, whatever it looks like.</summary>
    public static void Hmac(string key, string text, Span<byte> destination)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> buffer = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        Hmac(buffer[..Encoding.UTF8.GetBytes(key, buffer)], text, destination);
        CryptographicOperations.ZeroMemory(buffer);
    }

    public static void Hmac(ReadOnlySpan<byte> key, string text, Span<byte> destination)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> buffer = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        HMACSHA256.HashData(key, buffer[..Encoding.UTF8.GetBytes(text, buffer)], destination);
    }

    /// <summary>Makes each key from the one before; <paramref name="keys"/> holds them one after the other, the signing key last.</summary>
    public static void KeyChain(string secret, ReadOnlySpan<string> steps, Span<byte> keys)
    {
        const int Size = HMACSHA256.HashSizeInBytes;
        Hmac(secret, steps[0], keys[..Size]);
        for (var i = 1; i < steps.Length; i++)
        {
            Hmac(keys.Slice((i - 1) * Size, Size), steps[i], keys.Slice(i * Size, Size));
        }
    }

    /// <summary>Names in lower case, values trimmed, sorted by name.</summary>
    public static (string Name, string Value)[] SortedHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var sorted = new (string Name, string Value)[headers.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = (headers[i].Key.ToLowerInvariant(), headers[i].Value.Trim());
        }

        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return sorted;
    }

    /// <summary>The six parts that Tencent and Volcengine share; a header's line ends in LF, so an empty line follows the last.</summary>
    public static string CanonicalRequest(SigningRequest request, string query, (string Name, string Value)[] headers, string signedHeaders, string payloadHash)
    {
        var text = new StringBuilder(StackBytes);
        text.Append(request.Method).Append('\n').Append(request.Path).Append('\n').Append(query).Append('\n');
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return text.Append('\n').Append(signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    public static string Names((string Name, string Value)[] headers) => string.Join(';', headers.Select(static header => header.Name));

    /// <summary>Percent-encodes all but <c>A-Z a-z 0-9 - _ . ~</c>, in upper-case digits (RFC 3986).</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);
}
