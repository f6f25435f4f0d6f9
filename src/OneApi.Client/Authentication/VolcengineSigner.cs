using System.Globalization;
using System.Security.Cryptography;

namespace OneApi.Client.Authentication;

/// <summary>Volcengine's HMAC-SHA256 (doubao.md §2.3): like Amazon's version 4, but no prefix on the secret and other words.</summary>
internal static class VolcengineSigner
{
    public const string DateHeader = "X-Date";
    public const string ContentHashHeader = "X-Content-Sha256";
    public const string TokenHeader = "X-Security-Token";

    /// <summary>The four keys of the chain: day, region, service, signing.</summary>
    public const int KeyBytes = 4 * HMACSHA256.HashSizeInBytes;

    private const string Algorithm = "HMAC-SHA256";
    private const string Terminator = "request";

    /// <summary>Signs; the headers must hold <c>Host</c> and <c>X-Date</c> of the same instant. A session token is sent and signed.</summary>
    public static RequestSignature Sign(SigningRequest request, string region, string service, string accessKeyId, string secretAccessKey, DateTimeOffset now)
    {
        var headers = SigningText.SortedHeaders(request.Headers);
        var signedHeaders = SigningText.Names(headers);
        var canonical = SigningText.CanonicalRequest(request, CanonicalQuery(request.Query), headers, signedHeaders, SigningText.HexSha256(request.Body.Span));
        var timestamp = Timestamp(now);
        var date = timestamp[..8];
        var scope = $"{date}/{region}/{service}/{Terminator}";
        var stringToSign = $"{Algorithm}\n{timestamp}\n{scope}\n{SigningText.HexSha256(canonical)}";

        Span<byte> keys = stackalloc byte[KeyBytes];
        DeriveKeys(secretAccessKey, date, region, service, keys);
        var signature = SigningText.HexHmac(keys[^HMACSHA256.HashSizeInBytes..], stringToSign);
        CryptographicOperations.ZeroMemory(keys);

        return new()
        {
            Scope = scope,
            CanonicalRequest = canonical,
            StringToSign = stringToSign,
            Signature = signature,
            Authorization = $"{Algorithm} Credential={accessKeyId}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}",
        };
    }

    /// <summary>The value of <c>X-Date</c>.</summary>
    public static string Timestamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The query as it is signed and must be sent: sorted by name, then by value.</summary>
    public static string CanonicalQuery(IReadOnlyList<KeyValuePair<string, string>> query) => string.Join('&', query
        .Select(static pair => (Name: SigningText.Encode(pair.Key), Value: SigningText.Encode(pair.Value)))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => pair.Name + "=" + pair.Value));

    /// <summary>The secret is used as it is written; it looks like base64, but is not decoded.</summary>
    public static void DeriveKeys(string secretAccessKey, string date, string region, string service, Span<byte> keys) =>
        SigningText.KeyChain(secretAccessKey, [date, region, service, Terminator], keys);
}
