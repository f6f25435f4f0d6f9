using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Admission;

/// <summary>Turns keys into what may be stored: HMAC-SHA-256 under a pepper that is kept outside the store. Thread-safe.</summary>
internal sealed class AccessKeyHasher(ReadOnlySpan<byte> pepper)
{
    private readonly byte[] _pepper = pepper.Length >= 32 ? pepper.ToArray() : throw new ArgumentException("A pepper needs 32 bytes or more.", nameof(pepper));

    public byte[] Hash(in AccessKey key) => HMACSHA256.HashData(_pepper, Encoding.ASCII.GetBytes(key.Text));

    /// <summary>Compares in fixed time.</summary>
    public bool Matches(in AccessKey key, ReadOnlySpan<byte> stored)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[256];
        var written = Encoding.ASCII.GetBytes(key.Text, text);
        HMACSHA256.HashData(_pepper, text[..written], hash);
        return CryptographicOperations.FixedTimeEquals(hash, stored);
    }
}
