using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>Verifies a signed address (spark.md §3). Gives the refusal that the vendor would give, by the name under which <see cref="SparkErrorTable"/> words it.</summary>
internal static partial class SparkGate
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromSeconds(300);

    public static string? Refusal(FakeRequest request, FakeKeys keys, DateTimeOffset now)
    {
        if (request.Query.GetValueOrDefault("authorization") is not { Length: > 0 } authorization)
        {
            return SparkErrorTable.Missing;
        }

        if (Decode(authorization) is not { } words
            || Member(words, "signature") is not { } signature
            || Member(words, "algorithm") is not "hmac-sha256"
            || Member(words, "headers") is not "host date request-line"
            || (Member(words, "api_key") ?? Member(words, "username")) != keys.ApiKey)
        {
            return SparkErrorTable.Unverified;
        }

        var date = request.Query.GetValueOrDefault("date") ?? "";

        if (!DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed) || (signed - now).Duration() > AllowedSkew)
        {
            return SparkErrorTable.Clock;
        }

        var host = request.Query.GetValueOrDefault("host") ?? "";

        return host == request.Headers.GetValueOrDefault("Host") && signature == Sign(keys.SecretKey, host, date, request) ? null : SparkErrorTable.Mismatch;
    }

    private static string Sign(string secret, string host, string date, FakeRequest request)
    {
        var lines = string.Join('\n', $"host: {host}", $"date: {date}", $"{request.Method} {request.Path} HTTP/1.1");

        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(lines)));
    }

    private static string? Decode(string authorization)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(authorization));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Member(string words, string name)
    {
        foreach (Match match in Pair().Matches(words))
        {
            if (match.Groups[1].Value == name)
            {
                return match.Groups[2].Value;
            }
        }

        return null;
    }

    [GeneratedRegex("(\\w+)\\s*=\\s*\"([^\"]*)\"")]
    private static partial Regex Pair();
}
