using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Admission;

/// <summary>Turns keys into what may be stored: HMAC-SHA-256 under a pepper that is kept outside the store. Thread-safe.</summary>
internal sealed class AccessKeyHasher(ReadOnlySpan<byte> pepper)
{
    private const int LongestKey = 256;
    private static readonly byte[] FingerprintText = "oneapi access token pepper"u8.ToArray();
    private readonly byte[] _pepper = pepper.Length >= 32 ? pepper.ToArray() : throw new ArgumentException("A pepper needs 32 bytes or more.", nameof(pepper));

    /// <summary>Gets what tells two peppers apart, and nothing else of them.</summary>
    public string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(_pepper, FingerprintText).AsSpan(0, 8));

    public byte[] Hash(string key) => HMACSHA256.HashData(_pepper, Encoding.ASCII.GetBytes(key));

    /// <summary>Compares in fixed time.</summary>
    public bool Matches(string key, ReadOnlySpan<byte> stored)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[LongestKey];
        var written = Encoding.ASCII.GetBytes(key, text);
        HMACSHA256.HashData(_pepper, text[..written], hash);
        return CryptographicOperations.FixedTimeEquals(hash, stored);
    }
}
