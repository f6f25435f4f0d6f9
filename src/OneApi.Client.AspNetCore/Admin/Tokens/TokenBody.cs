using System.Globalization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Turns what a request says into what the core makes a token of.</summary>
internal static class TokenBody
{
    private const long LongestSeconds = 36525L * 24 * 60 * 60;

    /// <summary>Sets what the body names, and leaves the rest. Errors are added to the body's.</summary>
    public static void Apply(AdminBody body, AccessTokenRequest request, QuotaUnit unit)
    {
        if (body.Has("name"))
        {
            request.Name = body.Text("name") ?? "";
        }

        ApplyExpiry(body, request);
        var own = UnitOf(body, unit);
        ApplyMoney(body, "quota", own, micros => request.QuotaMicros = micros);
        ApplyMoney(body, "daily_quota", own, micros => request.DailyQuotaMicros = micros);
        ApplyMoney(body, "monthly_quota", own, micros => request.MonthlyQuotaMicros = micros);
        if (body.Has("time_zone"))
        {
            request.TimeZone = body.Text("time_zone") ?? "UTC";
        }

        if (body.Has("group"))
        {
            request.Group = body.Text("group") ?? "default";
        }

        if (body.Has("owner"))
        {
            request.Owner = body.Text("owner");
        }

        if (body.Has("models"))
        {
            request.Models = [.. body.TextList("models") ?? []];
        }

        if (body.Has("ip_whitelist"))
        {
            request.IpAllowList = [.. body.TextList("ip_whitelist") ?? []];
        }

        if (body.Has("labels"))
        {
            request.Labels = new Dictionary<string, string>(body.TextMap("labels") ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        }

        ApplyLimits(body, request);
    }

    private static void ApplyExpiry(AdminBody body, AccessTokenRequest request)
    {
        if (body.Value("expires_in") is not null && body.Value("expires_at") is not null)
        {
            body.Add("expires_at", "is given together with expires_in", "give one of them");
            return;
        }

        if (body.Has("expires_at") || body.Has("expires_in"))
        {
            request.ExpiresAt = body.Moment("expires_at");
            request.ExpiresIn = null;
        }

        if (body.Integer("expires_in") is not { } seconds)
        {
            return;
        }

        if (seconds is < 1 or > LongestSeconds)
        {
            body.Add("expires_in", seconds.ToString(CultureInfo.InvariantCulture), "more than 0 seconds and at most 100 years; leave it out for a token that does not end");
            return;
        }

        request.ExpiresIn = TimeSpan.FromSeconds(seconds);
    }

    private static QuotaUnit UnitOf(AdminBody body, QuotaUnit unit)
    {
        if (body.Text("quota_unit") is not { } name)
        {
            return unit;
        }

        if (QuotaUnit.TryFind(name, out var own))
        {
            return own;
        }

        body.Add("quota_unit", FieldError.Short(name), "one of " + QuotaUnit.Names);
        return unit;
    }

    private static void ApplyMoney(AdminBody body, string name, QuotaUnit unit, Action<long?> set)
    {
        var inDollars = name + "_usd";
        if (body.Value(name) is not null && body.Value(inDollars) is not null)
        {
            body.Add(inDollars, "is given together with " + name, "give one of them");
            return;
        }

        if (!body.Has(name) && !body.Has(inDollars))
        {
            return;
        }

        set(Read(body, name, unit) ?? Read(body, inDollars, QuotaUnit.Dollar));
    }

    private static long? Read(AdminBody body, string name, QuotaUnit unit)
    {
        if (body.Decimal(name) is not { } text)
        {
            return null;
        }

        if (unit.TryRead(text, out var micros, out var error))
        {
            return micros;
        }

        body.Add(name, FieldError.Short(text), error);
        return null;
    }

    private static void ApplyLimits(AdminBody body, AccessTokenRequest request)
    {
        if (body.IsNull("limits"))
        {
            request.Limits = new();
        }

        if (body.Object(TokenFields.Limits) is not { } limits)
        {
            return;
        }

        request.Limits = request.Limits with
        {
            RequestsPerMinute = limits.Has("requests_per_minute") ? Whole(body, limits, "requests_per_minute") : request.Limits.RequestsPerMinute,
            TokensPerMinute = limits.Has("tokens_per_minute") ? limits.Integer("tokens_per_minute") : request.Limits.TokensPerMinute,
            Concurrency = limits.Has("concurrency") ? Whole(body, limits, "concurrency") : request.Limits.Concurrency,
        };
    }

    private static int? Whole(AdminBody body, AdminBody limits, string name)
    {
        if (limits.Integer(name) is not { } value)
        {
            return null;
        }

        if (value is >= 1 and <= int.MaxValue)
        {
            return (int)value;
        }

        body.Add("limits." + name, value.ToString(CultureInfo.InvariantCulture), $"from 1 to {int.MaxValue}; leave it out for no limit");
        return null;
    }
}
