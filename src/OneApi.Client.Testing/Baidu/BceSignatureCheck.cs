using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Verifies Baidu's BCE signature, version 1, from what arrived (protocols/wenxin.md §2.3).</summary>
internal static class BceSignatureCheck
{
    private const string Version = "bce-auth-v1";
    private const string OwnPrefix = "x-bce-";
    private static readonly string[] DefaultHeaders = ["host", "content-length", "content-type", "content-md5"];

    /// <summary>Says whether a request is signed with these keys, now.</summary>
    public static bool IsSigned(FakeRequest request, string accessKey, string secretKey, DateTimeOffset now)
    {
        // bce-auth-v1/{ak}/{timestamp}/{seconds}/{signed headers}/{signature}
        if (request.Headers.GetValueOrDefault("Authorization")?.Split('/') is not [Version, var id, var stamp, var life, var listed, var signature] || id != accessKey)
        {
            return false;
        }

        if (!IsInTime(stamp, life, now) || HeadersToSign(request, listed) is not { } headers)
        {
            return false;
        }

        var key = Hex(secretKey, $"{Version}/{id}/{stamp}/{life}");
        var canonical = string.Join('\n', request.Method, Encode(request.Path, keepsSlashes: true), Query(request), Headers(request, headers));
        return Hex(key, canonical) == signature;
    }

    private static bool IsInTime(string stamp, string life, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(stamp, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
        && int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && now >= signed.AddMinutes(-5)
        && now <= signed.AddSeconds(seconds);

    /// <summary>The listed headers, or the default ones for an empty list; null when the host, or a header of Baidu's own that was sent, is left out.</summary>
    private static string[]? HeadersToSign(FakeRequest request, string listed)
    {
        string[] own = [.. request.Headers.Keys.Select(static name => name.ToLowerInvariant()).Where(static name => name.StartsWith(OwnPrefix, StringComparison.Ordinal))];
        string[] names = listed.Length > 0 ? listed.Split(';') : [.. DefaultHeaders, .. own];

        return names.Contains("host") && own.All(names.Contains) && names.Order(StringComparer.Ordinal).SequenceEqual(listed.Length > 0 ? names : names.Order(StringComparer.Ordinal)) ? names : null;
    }

    private static string Query(FakeRequest request) => string.Join('&', request.Query
        .Where(static pair => !pair.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase))
        .Select(static pair => $"{Encode(pair.Key)}={Encode(pair.Value)}")
        .Order(StringComparer.Ordinal));

    private static string Headers(FakeRequest request, string[] names) => string.Join('\n', names
        .Select(name => (Name: name, Value: request.Headers.GetValueOrDefault(name)?.Trim() ?? ""))
        .Where(static header => header.Value.Length > 0)
        .Select(static header => $"{Encode(header.Name)}:{Encode(header.Value)}")
        .Order(StringComparer.Ordinal));

    /// <summary>RFC 3986: letters, digits and <c>-_.~</c> stay, all else is a byte in upper-case hexadecimal.</summary>
    private static string Encode(string text, bool keepsSlashes = false)
    {
        var encoded = new StringBuilder();

        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)octet;

            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~' || (keepsSlashes && character == '/'))
            {
                encoded.Append(character);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return encoded.ToString();
    }

    private static string Hex(string key, string message) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(message))).ToLowerInvariant();
}
