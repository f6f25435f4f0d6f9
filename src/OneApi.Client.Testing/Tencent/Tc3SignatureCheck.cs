using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Verifies a TC3-HMAC-SHA256 signature as Tencent Cloud does, on the headers and the body as they arrived.</summary>
internal static class Tc3SignatureCheck
{
    private const string Algorithm = "TC3-HMAC-SHA256 ";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    /// <summary>Gives Tencent's error code, or <see langword="null"/> when all is well.</summary>
    public static string? Find(FakeRequest request, string service, string secretId, string secretKey, DateTimeOffset now)
    {
        var sent = request.Headers.GetValueOrDefault("Authorization") ?? "";

        if (!sent.StartsWith(Algorithm, StringComparison.Ordinal) || PartsOf(sent[Algorithm.Length..]) is not { } parts)
        {
            return "AuthFailure.InvalidAuthorization";
        }

        var credential = parts.Credential.Split('/');
        string[] signed = parts.SignedHeaders.Split(';');

        if (credential is not [var id, var date, var named, "tc3_request"] || named != service || !signed.Contains("content-type") || !signed.Contains("host"))
        {
            return "AuthFailure.InvalidAuthorization";
        }

        if (id != secretId)
        {
            return "AuthFailure.SecretIdNotFound";
        }

        if (!long.TryParse(request.Headers.GetValueOrDefault("X-TC-Timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
        {
            return "AuthFailure.InvalidAuthorization";
        }

        if ((now - DateTimeOffset.FromUnixTimeSeconds(timestamp)).Duration() > MostSkew)
        {
            return "AuthFailure.SignatureExpire";
        }

        var day = DateTimeOffset.FromUnixTimeSeconds(timestamp).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var expected = Sign(request, signed, parts.SignedHeaders, timestamp, day, service, secretKey);

        return date == day && expected == parts.Signature ? null : "AuthFailure.SignatureFailure";
    }

    private static (string Credential, string SignedHeaders, string Signature)? PartsOf(string text)
    {
        var values = text.Split(", ").Select(static part => part.Split('=', 2)).Where(static part => part.Length == 2).ToDictionary(static part => part[0], static part => part[1]);

        return values.TryGetValue("Credential", out var credential) && values.TryGetValue("SignedHeaders", out var headers) && values.TryGetValue("Signature", out var signature)
            ? (credential, headers, signature)
            : null;
    }

    private static string Sign(FakeRequest request, string[] signed, string signedHeaders, long timestamp, string day, string service, string secretKey)
    {
        var canonical = new StringBuilder().Append(request.Method).Append('\n').Append("/\n\n");

        foreach (var name in signed.Order(StringComparer.Ordinal))
        {
            canonical.Append(name).Append(':').Append((request.Headers.GetValueOrDefault(name) ?? "").Trim().ToLowerInvariant()).Append('\n');
        }

        canonical.Append('\n').Append(signedHeaders).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        var toSign = string.Create(CultureInfo.InvariantCulture, $"TC3-HMAC-SHA256\n{timestamp}\n{day}/{service}/tc3_request\n{hash}");

        var key = Encoding.UTF8.GetBytes("TC3" + secretKey);

        foreach (var step in (ReadOnlySpan<string>)[day, service, "tc3_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }
}
