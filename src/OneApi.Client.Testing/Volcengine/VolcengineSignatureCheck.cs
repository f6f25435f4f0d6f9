using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>Verifies a Volcengine signature (HMAC-SHA256) on the query, the headers and the body as they arrived.</summary>
internal static class VolcengineSignatureCheck
{
    private const string Algorithm = "HMAC-SHA256 ";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    /// <summary>Gives the control plane's error code, or <see langword="null"/> when all is well.</summary>
    public static string? Find(FakeRequest request, string service, string accessKeyId, string secretKey, DateTimeOffset now)
    {
        var sent = request.Headers.GetValueOrDefault("Authorization") ?? "";

        if (!sent.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return "InvalidCredential";
        }

        var parts = sent[Algorithm.Length..].Split(", ").Select(static part => part.Split('=', 2)).Where(static part => part.Length == 2).ToDictionary(static part => part[0], static part => part[1]);

        if (parts.GetValueOrDefault("Credential")?.Split('/') is not [var id, var date, var region, var named, "request"] || named != service)
        {
            return "InvalidCredential";
        }

        if (id != accessKeyId)
        {
            return "InvalidAccessKey";
        }

        var instant = request.Headers.GetValueOrDefault("X-Date") ?? "";
        var signed = parts.GetValueOrDefault("SignedHeaders") ?? "";
        var isKnownInstant = DateTimeOffset.TryParseExact(instant, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        var hash = Convert.ToHexStringLower(SHA256.HashData(request.Body.Span));

        var isGood = isKnownInstant
            && (now - at).Duration() <= MostSkew
            && date == instant[..8]
            && SignsEnough(request, signed)
            && (request.Headers.GetValueOrDefault("X-Content-Sha256") ?? hash) == hash
            && Sign(request, signed, hash, instant, $"{date}/{region}/{service}/request", [date, region, service, "request"], secretKey) == parts.GetValueOrDefault("Signature");

        return isGood ? null : "SignatureDoesNotMatch";
    }

    /// <summary>Host and date must be signed, and a session token where there is one.</summary>
    private static bool SignsEnough(FakeRequest request, string signed)
    {
        var names = signed.Split(';');

        return names.Contains("host") && names.Contains("x-date") && (names.Contains("x-security-token") || !request.Headers.ContainsKey("X-Security-Token"));
    }

    private static string Sign(FakeRequest request, string signed, string bodyHash, string instant, string scope, string[] steps, string secretKey)
    {
        var query = request.Query
            .Select(static pair => (Name: Escape(pair.Key), Value: Escape(pair.Value)))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Name}={pair.Value}");
        var headers = signed.Split(';').Select(name => $"{name}:{(request.Headers.GetValueOrDefault(name) ?? "").Trim()}\n");
        var canonical = $"{request.Method}\n{request.Path}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{signed}\n{bodyHash}";
        var toSign = $"HMAC-SHA256\n{instant}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        var key = Encoding.UTF8.GetBytes(secretKey); // as it is written, though it looks like base64

        foreach (var step in steps)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>RFC 3986: letters, digits and <c>-_.~</c> stay.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text);
}
