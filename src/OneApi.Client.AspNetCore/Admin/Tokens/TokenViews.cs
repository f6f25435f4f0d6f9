namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A new token with its key, which is shown this once.</summary>
internal sealed record TokenGrantView(
    string Id,
    string Key,
    string Name,
    string Group,
    ExactNumber? Quota,
    string QuotaUnit,
    long? QuotaMicros,
    string Currency,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string> IpWhitelist);

/// <summary>A token as it is shown; its key is not part of it.</summary>
internal sealed record TokenView(
    string Id,
    string Name,
    string Group,
    string? Owner,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    ExactNumber? Quota,
    ExactNumber? DailyQuota,
    ExactNumber? MonthlyQuota,
    string QuotaUnit,
    long? QuotaMicros,
    long? DailyQuotaMicros,
    long? MonthlyQuotaMicros,
    string Currency,
    string TimeZone,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> IpWhitelist,
    TokenLimitsView Limits,
    IReadOnlyDictionary<string, string> Labels);

/// <summary>The rate limits of a token; null is no limit.</summary>
internal sealed record TokenLimitsView(int? RequestsPerMinute, long? TokensPerMinute, int? Concurrency);

/// <summary>How the accounts of a token stand at this moment; null where nothing limits them.</summary>
internal sealed record TokenQuotaView(string Id, AccountView? Total, AccountView? Daily, AccountView? Monthly, string QuotaUnit, string Currency);

/// <summary>How an account stands: in the unit, and in micro-dollars.</summary>
internal sealed record AccountView(
    ExactNumber Limit,
    ExactNumber Used,
    ExactNumber Held,
    ExactNumber Left,
    long LimitMicros,
    long UsedMicros,
    long HeldMicros,
    long LeftMicros,
    DateTimeOffset AsOf);

/// <summary>What an import has brought.</summary>
internal sealed record TokenImportView(int Imported);
