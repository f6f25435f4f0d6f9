using System.Globalization;
using System.Security.Cryptography;

namespace OneApi.Client.Authentication;

/// <summary>Tencent Cloud's TC3-HMAC-SHA256 (hunyuan.md §2.1).</summary>
internal static class Tc3Signer
{
    /// <summary>The three keys of the chain: day, service, signing.</summary>
    public const int KeyBytes = 3 * HMACSHA256.HashSizeInBytes;

    /// <summary>The content type that is sent and signed: it is compared as text, so both take it from here (hunyuan.md §2.2).</summary>
    public const string ContentType = "application/json; charset=utf-8";

    private const string Algorithm = "TC3-HMAC-SHA256";
    private const string Terminator = "tc3_request";

    /// <summary>Signs; the headers must hold <c>Content-Type</c> and <c>Host</c>. <c>X-TC-Token</c> is sent, but not signed.</summary>
    public static RequestSignature Sign(SigningRequest request, string service, string secretId, string secretKey, DateTimeOffset now)
    {
        var headers = SigningText.SortedHeaders(request.Headers);
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i].Value = headers[i].Value.ToLowerInvariant(); // signed in lower case, sent as it is
        }

        var signedHeaders = SigningText.Names(headers);
        var canonical = SigningText.CanonicalRequest(request, query: "", headers, signedHeaders, SigningText.HexSha256(request.Body.Span));
        var date = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // the day in UTC, not in China
        var scope = $"{date}/{service}/{Terminator}";
        var stringToSign = $"{Algorithm}\n{Timestamp(now)}\n{scope}\n{SigningText.HexSha256(canonical)}";

        Span<byte> keys = stackalloc byte[KeyBytes];
        DeriveKeys(secretKey, date, service, keys);
        var signature = SigningText.HexHmac(keys[^HMACSHA256.HashSizeInBytes..], stringToSign);
        CryptographicOperations.ZeroMemory(keys);

        return new()
        {
            Scope = scope,
            CanonicalRequest = canonical,
            StringToSign = stringToSign,
            Signature = signature,
            Authorization = $"{Algorithm} Credential={secretId}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}",
        };
    }

    /// <summary>The value of <c>X-TC-Timestamp</c>; more than five minutes off is <c>AuthFailure.SignatureExpire</c>.</summary>
    public static string Timestamp(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static void DeriveKeys(string secretKey, string date, string service, Span<byte> keys) =>
        SigningText.KeyChain("TC3" + secretKey, [date, service, Terminator], keys);
}
