using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Zhipu;

/// <summary>Checks who asks, as the vendor does: the key itself, or a token signed with its second half, times in milliseconds.</summary>
internal static class ZhipuToken
{
    /// <summary>Gives the vendor's code for what is wrong, or <see langword="null"/>.</summary>
    public static string? Check(string? authorization, string apiKey, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(authorization))
        {
            return "1001";
        }

        var token = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..] : authorization;
        if (token == apiKey)
        {
            return null;
        }

        return token.Split('.') is [var header, var payload, var signature]
            ? CheckToken(header, payload, signature, apiKey, now)
            : "1000";
    }

    private static string? CheckToken(string header, string payload, string signature, string apiKey, DateTimeOffset now)
    {
        if (Decode(header) is not { } head || head.Member("alg").TextOrNull() is not "HS256" || head.Member("sign_type").TextOrNull() is not "SIGN"
            || Decode(payload) is not { } claims
            || !claims.Member("exp").Exists() || !claims.Member("exp").TryGetInt64(out var end)
            || !claims.Member("timestamp").Exists() || !claims.Member("timestamp").TryGetInt64(out _)
            || apiKey.Split('.') is not [var id, var secret])
        {
            return "1002";
        }

        if (claims.Member("api_key").TextOrNull() != id || !IsSigned($"{header}.{payload}", signature, secret))
        {
            return "1004";
        }

        return end <= now.ToUnixTimeMilliseconds() ? "1003" : null;
    }

    private static bool IsSigned(string text, string signature, string secret)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text));

        return Base64Url.EncodeToString(expected) == signature;
    }

    private static JsonElement? Decode(string part)
    {
        try
        {
            return JsonElement.Parse(Base64Url.DecodeFromChars(part)) is var json && json.IsObject() ? json : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }
}
