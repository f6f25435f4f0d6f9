using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Quotas;

/// <summary>The keys of a token's accounts. A period is part of the key, in the token's own time zone: its end needs no job.</summary>
internal static class TokenAccounts
{
    public static string Total(string tokenId) => "token:" + tokenId;

    /// <summary>The id of the entry that opens a token's account: always the same, so that it is opened once.</summary>
    public static Guid OpeningOf(string tokenId) => new(SHA256.HashData(Encoding.UTF8.GetBytes("open " + tokenId)).AsSpan(0, 16));

    public static string Day(string tokenId, DateTimeOffset now, TimeZoneInfo zone) => Period(tokenId, now, zone, "yyyy-MM-dd");

    public static string Month(string tokenId, DateTimeOffset now, TimeZoneInfo zone) => Period(tokenId, now, zone, "yyyy-MM");

    /// <summary>The accounts that a call of a token is charged to.</summary>
    public static IReadOnlyList<QuotaAccount> Of(AccessToken token, DateTimeOffset now)
    {
        var accounts = new List<QuotaAccount>(3);
        if (token.QuotaMicros is not null)
        {
            accounts.Add(new(Total(token.Id)));
        }

        if (token.DailyQuotaMicros is null && token.MonthlyQuotaMicros is null)
        {
            return accounts;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(token.TimeZone);
        if (token.DailyQuotaMicros is { } daily)
        {
            accounts.Add(new(Day(token.Id, now, zone), daily));
        }

        if (token.MonthlyQuotaMicros is { } monthly)
        {
            accounts.Add(new(Month(token.Id, now, zone), monthly));
        }

        return accounts;
    }

    private static string Period(string tokenId, DateTimeOffset now, TimeZoneInfo zone, string format) =>
        $"token:{tokenId}:{TimeZoneInfo.ConvertTime(now, zone).ToString(format, CultureInfo.InvariantCulture)}";
}
