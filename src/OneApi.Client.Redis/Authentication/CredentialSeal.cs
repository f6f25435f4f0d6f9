using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Redis.Authentication;

/// <summary>
/// Seals issued tokens with AES-256-GCM under a key that is derived from the configured secret: one byte for the version, nonce, tag, text. What
/// the token was issued for is part of the seal, so that nobody can put one in the place of another.
/// </summary>
internal sealed class CredentialSeal
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TimesBytes = 3 * sizeof(long);
    private readonly byte[] _key;

    public CredentialSeal(string secret) =>
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 32, info: "OneApi.Client.Redis credentials 1"u8.ToArray());

    public byte[] Seal(string key, IssuedCredential credential)
    {
        var secret = Encoding.UTF8.GetBytes(credential.Secret);
        var plain = new byte[TimesBytes + secret.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, credential.IssuedAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(sizeof(long)), credential.ExpiresAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(2 * sizeof(long)), credential.RenewAt?.UtcTicks ?? -1);
        secret.CopyTo(plain, TimesBytes);

        var result = new byte[1 + NonceBytes + TagBytes + plain.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, result.AsSpan(1 + NonceBytes + TagBytes), result.AsSpan(1 + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(key));
        CryptographicOperations.ZeroMemory(plain);
        CryptographicOperations.ZeroMemory(secret);
        return result;
    }

    /// <summary>Opens what was sealed, or gives <see langword="null"/>: for another key, under another secret, or changed since.</summary>
    public IssuedCredential? Open(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 1 + NonceBytes + TagBytes + TimesBytes || bytes[0] != Version)
        {
            return null;
        }

        var plain = new byte[bytes.Length - 1 - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(bytes.Slice(1, NonceBytes), bytes[(1 + NonceBytes + TagBytes)..], bytes.Slice(1 + NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(key));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        var renew = BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(2 * sizeof(long)));
        var credential = new IssuedCredential(
            Encoding.UTF8.GetString(plain.AsSpan(TimesBytes)),
            new(BinaryPrimitives.ReadInt64BigEndian(plain), TimeSpan.Zero),
            new(BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(sizeof(long))), TimeSpan.Zero))
        {
            RenewAt = renew < 0 ? null : new DateTimeOffset(renew, TimeSpan.Zero),
        };
        CryptographicOperations.ZeroMemory(plain);
        return credential;
    }
}
