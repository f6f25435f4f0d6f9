using System.Globalization;

namespace OneApi.Client.Authentication;

/// <summary>Baidu's BCE authentication, version 1 (wenxin.md §2.3). The body is never signed.</summary>
internal static class BceSigner
{
    public const string DateHeader = "x-bce-date";
    public const string TokenHeader = "x-bce-security-token";
    public const string OwnHeaderPrefix = "x-bce-";

    /// <summary>How long a signature holds: the default of the vendor's SDK.</summary>
    public static readonly TimeSpan DefaultExpiry = TimeSpan.FromSeconds(300);

    /// <summary>Signs the headers given, <c>host</c> among them, and lists them.</summary>
    /// <remarks>Each <c>x-bce-*</c> header that is sent must be among them, or the two sides disagree.</remarks>
    public static RequestSignature Sign(SigningRequest request, string accessKeyId, string secretAccessKey, DateTimeOffset now, TimeSpan expiry) =>
        Sign(request, accessKeyId, secretAccessKey, now, expiry, listed: true);

    /// <summary>Signs those of the headers given that belong to the default set; the list stays empty.</summary>
    public static RequestSignature SignDefaultHeaders(SigningRequest request, string accessKeyId, string secretAccessKey, DateTimeOffset now, TimeSpan expiry) =>
        Sign(request, accessKeyId, secretAccessKey, now, expiry, listed: false);

    /// <summary>The key made for one prefix: the hexadecimal digits themselves, not the bytes that they stand for.</summary>
    public static string SigningKey(string secretAccessKey, string prefix) => SigningText.HexHmac(secretAccessKey, prefix);

    /// <summary>The instant in the prefix and in <c>x-bce-date</c>: UTC, without a fraction.</summary>
    public static string Timestamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static RequestSignature Sign(SigningRequest request, string accessKeyId, string secretAccessKey, DateTimeOffset now, TimeSpan expiry, bool listed)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"bce-auth-v1/{accessKeyId}/{Timestamp(now)}/{(long)expiry.TotalSeconds}");
        var headers = SigningText.SortedHeaders(request.Headers).Where(header => header.Value.Length > 0 && (listed || IsDefault(header.Name))).ToArray();
        var canonical = $"{request.Method}\n{CanonicalPath(request.Path)}\n{CanonicalQuery(request.Query)}\n{CanonicalHeaders(headers)}";
        var signature = SigningText.HexHmac(SigningKey(secretAccessKey, prefix), canonical);

        return new()
        {
            Scope = prefix,
            CanonicalRequest = canonical,
            StringToSign = canonical, // signed as it stands, not its hash
            Signature = signature,
            Authorization = $"{prefix}/{(listed ? SigningText.Names(headers) : "")}/{signature}",
        };
    }

    private static bool IsDefault(string name) =>
        name is "host" or "content-length" or "content-type" or "content-md5" || name.StartsWith(OwnHeaderPrefix, StringComparison.Ordinal);

    private static string CanonicalPath(string path) =>
        string.Join('/', path.Split('/').Select(static segment => SigningText.Encode(Uri.UnescapeDataString(segment)))); // an address may be escaped already

    /// <summary>Whole pairs are sorted, and <c>0</c> sorts before <c>=</c>: <c>text10=</c>, <c>text1=</c>, <c>text=</c>.</summary>
    private static string CanonicalQuery(IReadOnlyList<KeyValuePair<string, string>> query) => string.Join('&', query
        .Where(static pair => !pair.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase))
        .Select(static pair => SigningText.Encode(pair.Key) + "=" + SigningText.Encode(pair.Value))
        .Order(StringComparer.Ordinal));

    private static string CanonicalHeaders((string Name, string Value)[] headers) => string.Join('\n', headers
        .Select(static header => SigningText.Encode(header.Name) + ":" + SigningText.Encode(header.Value))
        .Order(StringComparer.Ordinal));
}
