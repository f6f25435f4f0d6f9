namespace OneApi.Client.Admission;

/// <summary>Checks a request for an access token; every error is found at once.</summary>
internal static class AccessTokenCheck
{
    private const int MaxNameLength = 100;
    private const int MaxListLength = 1000;
    private const int MaxLabels = 32;

    /// <summary>About nine thousand million dollars: what every store counts exactly (Redis in doubles).</summary>
    private const long MostMicros = (1L << 53) - 1;

    /// <summary>The longest time that a token, or an old key beside a new one, may be given.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(36525);

    public static List<string> ErrorsOf(AccessTokenRequest request, IReadOnlyCollection<string> groups, DateTimeOffset now)
    {
        var errors = new List<string>();
        CheckText(request.Name, "name", MaxNameLength, isRequired: true, errors);
        CheckText(request.Owner, "owner", MaxNameLength, isRequired: false, errors);
        if (!groups.Contains(request.Group, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"group: '{Short(request.Group)}' is not configured; use one of {string.Join(", ", groups.Order(StringComparer.OrdinalIgnoreCase))}.");
        }

        CheckExpiry(request, now, errors);
        CheckMoney(request.QuotaMicros, "quota", errors);
        CheckMoney(request.DailyQuotaMicros, "daily_quota", errors);
        CheckMoney(request.MonthlyQuotaMicros, "monthly_quota", errors);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(request.TimeZone ?? "", out _))
        {
            errors.Add($"time_zone: '{Short(request.TimeZone)}' is not known; use an IANA name such as 'Asia/Shanghai'.");
        }

        CheckLists(request, errors);
        if (request.ImportedKey is { } key && !ImportedKey.HasShape(key))
        {
            errors.Add("key: is not one of another gateway; use 'sk-' and 32 to 200 letters and digits, or leave it out.");
        }

        CheckLimit(request.Limits.RequestsPerMinute, "requests_per_minute", errors);
        CheckLimit(request.Limits.TokensPerMinute, "tokens_per_minute", errors);
        CheckLimit(request.Limits.Concurrency, "concurrency", errors);
        return errors;
    }

    private static void CheckText(string? text, string field, int longest, bool isRequired, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (isRequired)
            {
                errors.Add($"{field}: is missing; give 1 to {longest} characters.");
            }

            return;
        }

        if (text.Length > longest)
        {
            errors.Add($"{field}: has {text.Length} characters; use {longest} at most.");
        }

        if (text.Any(char.IsControl))
        {
            errors.Add($"{field}: holds control characters; use one line of plain text.");
        }
    }

    private static void CheckExpiry(AccessTokenRequest request, DateTimeOffset now, List<string> errors)
    {
        if (request is { ExpiresIn: not null, ExpiresAt: not null })
        {
            errors.Add("expires_at: is given together with expires_in; give one of them.");
            return;
        }

        if (request.ExpiresIn is { } life && (life <= TimeSpan.Zero || life > LongestLife))
        {
            errors.Add($"expires_in: is {life.TotalSeconds:0} seconds; use more than 0 and at most 100 years.");
        }

        if (request.ExpiresAt is { } end && end <= now)
        {
            errors.Add($"expires_at: {end.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ} is over; use a moment in the future.");
        }
    }

    private static void CheckMoney(long? micros, string field, List<string> errors)
    {
        if (micros is < 0 or > MostMicros)
        {
            errors.Add($"{field}: is {micros}; use 0 or more, and at most {MostMicros} micro-dollars.");
        }
    }

    private static void CheckLimit(long? limit, string field, List<string> errors)
    {
        if (limit is < 1)
        {
            errors.Add($"{field}: is {limit}; use 1 or more, or leave it out for no limit.");
        }
    }

    private static void CheckLists(AccessTokenRequest request, List<string> errors)
    {
        if (request.Models.Count > MaxListLength || request.Models.Any(string.IsNullOrWhiteSpace))
        {
            errors.Add($"models: holds an empty name or more than {MaxListLength}; name each model, or leave the list out for all.");
        }

        if (request.IpAllowList.Count > MaxListLength)
        {
            errors.Add($"ip_whitelist: has {request.IpAllowList.Count} entries; use {MaxListLength} at most.");
        }

        for (var i = 0; i < Math.Min(request.IpAllowList.Count, MaxListLength); i++)
        {
            if (!AddressList.TryParse(request.IpAllowList[i] ?? "", out _, out var error))
            {
                errors.Add($"ip_whitelist[{i}]: '{Short(request.IpAllowList[i])}' {error}.");
            }
        }

        if (request.Labels.Count > MaxLabels || request.Labels.Any(static label => string.IsNullOrWhiteSpace(label.Key) || label.Key.Length > MaxNameLength || label.Value is null || label.Value.Length > MaxNameLength))
        {
            errors.Add($"labels: holds an empty name, a text of more than {MaxNameLength} characters, or more than {MaxLabels} labels.");
        }
    }

    private static string Short(string? text) => text is null ? "" : text.Length <= 60 ? text : text[..60] + "…";
}
