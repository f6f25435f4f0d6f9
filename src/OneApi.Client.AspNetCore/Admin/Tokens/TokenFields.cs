namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What a request says of a token.</summary>
internal static class TokenFields
{
    public static readonly AdminField Name = new("name", AdminFieldType.Text, "For people: 1 to 100 characters, on one line; each name once.");
    public static readonly AdminField ExpiresIn = new("expires_in", AdminFieldType.Integer, "After how many seconds it ends. Not together with expires_at.");
    public static readonly AdminField ExpiresAt = new("expires_at", AdminFieldType.Moment, "When it ends; left out or null: never.") { Hint = "; leave it out, or give null, for a token that does not end" };
    public static readonly AdminField Quota = new("quota", AdminFieldType.Decimal, "What it may spend in all, in quota_unit; left out or null: no limit.");
    public static readonly AdminField QuotaUnit = new("quota_unit", AdminFieldType.Text, "The unit of the quotas of this request: cent, dollar, micro or oneapi (500000 are a dollar). Left out: the gateway's own, cent by default, so that 50000 are 500 dollars.");
    public static readonly AdminField QuotaUsd = new("quota_usd", AdminFieldType.Decimal, "The same in dollars. Not together with quota.");
    public static readonly AdminField DailyQuota = new("daily_quota", AdminFieldType.Decimal, "What it may spend in a day of time_zone, in quota_unit.");
    public static readonly AdminField DailyQuotaUsd = new("daily_quota_usd", AdminFieldType.Decimal, "The same in dollars. Not together with daily_quota.");
    public static readonly AdminField MonthlyQuota = new("monthly_quota", AdminFieldType.Decimal, "What it may spend in a month of time_zone, in quota_unit.");
    public static readonly AdminField MonthlyQuotaUsd = new("monthly_quota_usd", AdminFieldType.Decimal, "The same in dollars. Not together with monthly_quota.");
    public static readonly AdminField TimeZone = new("time_zone", AdminFieldType.Text, "The IANA name of the time zone in which its days and months begin; UTC by default.");
    public static readonly AdminField Group = new("group", AdminFieldType.Text, "The group in whose name its calls are made; default by default.");
    public static readonly AdminField Owner = new("owner", AdminFieldType.Text, "The customer whom its use is charged to in reports.");
    public static readonly AdminField Models = new("models", AdminFieldType.TextList, "The models that it may use; * stands for any characters. Left out: all of the group.");
    public static readonly AdminField IpWhitelist = new("ip_whitelist", AdminFieldType.TextList, "The addresses and networks (CIDR, IPv4 or IPv6) from which it may be used. Left out: from everywhere.");
    public static readonly AdminField Labels = new("labels", AdminFieldType.TextMap, "Labels that every usage record of its calls carries.");
    public static readonly AdminField RequestsPerMinute = new("requests_per_minute", AdminFieldType.Integer, "How many calls may begin in any minute.");
    public static readonly AdminField TokensPerMinute = new("tokens_per_minute", AdminFieldType.Integer, "How many tokens may be used in any minute.");
    public static readonly AdminField Concurrency = new("concurrency", AdminFieldType.Integer, "How many calls may run at the same time.");

    public static readonly AdminField Limits = new("limits", AdminFieldType.Object, "Its rate limits; null or left out is no limit.")
    {
        Members = [RequestsPerMinute, TokensPerMinute, Concurrency],
    };

    public static readonly AdminField Key = new("key", AdminFieldType.Text, "A key that another gateway has issued and that shall go on working: sk- and 32 to 200 letters and digits. Only administrators. Left out: a new key is made.") { IsSecret = true };

    public static readonly IReadOnlyList<AdminField> Change =
    [
        Name, ExpiresIn, ExpiresAt, Quota, QuotaUsd, QuotaUnit, DailyQuota, DailyQuotaUsd, MonthlyQuota, MonthlyQuotaUsd, TimeZone, Group, Owner, Models, IpWhitelist, Limits, Labels,
    ];

    public static readonly IReadOnlyList<AdminField> Create = [Name with { IsRequired = true }, .. Change.Skip(1), Key];

    public static readonly IReadOnlyList<AdminField> Replace = [Name with { IsRequired = true }, .. Change.Skip(1)];

    public static readonly AdminField Overlap = new("overlap", AdminFieldType.Integer, "For how many seconds the old key still works beside the new one; 0 by default.");
}
