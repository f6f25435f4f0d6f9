using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The one-use code of the first start. It lives in memory, and dies with the first key that is set. Thread-safe.</summary>
internal sealed class AdminBootstrap(AdminKeyFile file)
{
    private const int SecretBytes = 32;
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private byte[]? _code;

    /// <summary>Makes the code. A secret.</summary>
    public string MakeCode()
    {
        var code = MakeSecret();
        _code = Hash(code);
        return code;
    }

    public bool IsCode(string code) => !file.HasKey && _code is { } known && CryptographicOperations.FixedTimeEquals(Hash(code), known);

    /// <summary>Sets the key that the code's holder has chosen, once.</summary>
    public bool TrySet(string code, string key)
    {
        if (!IsCode(code) || !file.TrySet(key))
        {
            return false;
        }

        _code = null;
        return true;
    }

    /// <summary>256 bits for a header or the part of a link behind the <c>#</c>, which browsers send nowhere.</summary>
    public static string MakeSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private byte[] Hash(string text) => HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(text));
}
