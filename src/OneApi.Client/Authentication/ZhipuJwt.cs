using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Authentication;

/// <summary>Zhipu's signed token (zhipu.md §2 B), by hand: JWT libraries refuse keys under 256 bits and count in seconds.</summary>
internal static class ZhipuJwt
{
    /// <summary>How long a token holds, as in the vendor's SDK.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(210);

    /// <summary>A token with less than this left is not used again.</summary>
    public static readonly TimeSpan MinimumLeft = TimeSpan.FromSeconds(30);

    private const string Header = """{"alg":"HS256","sign_type":"SIGN"}""";
    private const string TypedHeader = """{"alg":"HS256","sign_type":"SIGN","typ":"JWT"}""";

    /// <summary>Makes a token, or gives null where the key is not of the form <c>{id}.{secret}</c>: such a key is sent as it is.</summary>
    /// <remarks>A typed header says <c>typ</c>, as that of JWT libraries does. Servers take both.</remarks>
    public static string? TryCreate(string apiKey, DateTimeOffset now, TimeSpan lifetime, bool typed = false)
    {
        if (!IsSigningKey(apiKey))
        {
            return null;
        }

        var dot = apiKey.IndexOf('.', StringComparison.Ordinal);
        var id = JsonEncodedText.Encode(apiKey.AsSpan(0, dot));
        var issued = now.ToUnixTimeMilliseconds(); // both times in milliseconds
        var expires = issued + (long)lifetime.TotalMilliseconds;
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"api_key":"{{id}}","exp":{{expires}},"timestamp":{{issued}}}""");
        var signingInput = $"{Encode(typed ? TypedHeader : Header)}.{Encode(payload)}";

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        SigningText.Hmac(apiKey[(dot + 1)..], signingInput, hash);
        return $"{signingInput}.{Base64Url.EncodeToString(hash)}";
    }

    /// <summary>Says whether a key is of the form <c>{id}.{secret}</c>.</summary>
    public static bool IsSigningKey(string apiKey)
    {
        var dot = apiKey.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < apiKey.Length - 1 && dot == apiKey.LastIndexOf('.');
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
