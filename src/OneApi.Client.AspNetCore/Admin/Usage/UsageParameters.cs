using System.Globalization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Reads which calls are meant, and how they are added up.</summary>
internal static class UsageParameters
{
    public const int MaxRows = 100_000;

    public static UsageFilter FilterOf(AdminQuery query, IUsageReports reports)
    {
        var (from, until) = TimesOf(query, reports);
        var filter = new UsageFilter
        {
            From = from,
            Until = until,
            Owner = query.Text("owner"),
            TokenId = query.Text("token"),
            Group = query.Text("group"),
            Model = query.Text("model"),
            Channel = query.Text("channel"),
            Provider = query.Text("provider"),
            Outcome = query.Name<CallOutcome>("outcome"),
            Labels = query.Labels(),
        };
        query.ThrowIfAny();
        return filter;
    }

    public static UsageQuery QueryOf(AdminQuery query, IUsageReports reports)
    {
        var by = ByOf(query);
        var order = query.Name<UsageMeasure>("order");
        var top = query.Integer("top", 1, MaxRows);
        var per = query.Text("per") ?? "call";
        if (per is not ("call" or "attempt"))
        {
            query.Errors.Add(new("per", FieldError.Short(per), "call or attempt"));
        }

        return new() { Filter = FilterOf(query, reports), By = by, PerAttempt = per == "attempt", OrderBy = order, Top = top, TimeZone = query.Text("tz") };
    }

    public static (DateTimeOffset? From, DateTimeOffset? Until) TimesOf(AdminQuery query, IUsageReports reports)
    {
        var zone = query.Text("tz");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            query.Errors.Add(new("tz", FieldError.Short(zone), "an IANA name such as 'Asia/Shanghai'"));
            query.ThrowIfAny();
        }

        if (query.Text("day") is { } day)
        {
            if (query.Has("from") || query.Has("until"))
            {
                query.Errors.Add(new("day", "is given together with from or until", "give one of them"));
            }

            return DayOf(query, "day", day, zone, reports) is { } whole ? (whole.From, whole.Until) : (null, null);
        }

        return (MomentOf(query, "from", zone, reports), MomentOf(query, "until", zone, reports));
    }

    /// <summary>A moment, or the first moment of a day in the zone.</summary>
    private static DateTimeOffset? MomentOf(AdminQuery query, string name, string? zone, IUsageReports reports)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        // A plus of an offset that was not escaped comes as a blank.
        return AdminBody.TryReadMoment(text.Replace(' ', '+'), out var moment) ? moment : DayOf(query, name, text, zone, reports)?.From;
    }

    private static UsageFilter? DayOf(AdminQuery query, string name, string text, string? zone, IUsageReports reports)
    {
        if (text is "today" or "yesterday")
        {
            var today = reports.Today(zone);
            return text == "today" ? today : reports.Day(DayBefore(today, zone, reports), zone);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000)
        {
            return reports.Day(day, zone);
        }

        query.Errors.Add(new(name, FieldError.Short(text), name == "day" ? "today, yesterday or a day such as 2026-11-25" : "a day such as 2026-11-25, today, yesterday, or a moment such as 2026-11-25T08:00:00Z"));
        return null;
    }

    /// <summary>The day before, whatever the zone: its name is found by its end, which is the start of today.</summary>
    private static DateOnly DayBefore(UsageFilter today, string? zone, IUsageReports reports)
    {
        var guess = DateOnly.FromDateTime(today.From!.Value.UtcDateTime);
        for (var day = guess.AddDays(-2); day <= guess.AddDays(1); day = day.AddDays(1))
        {
            if (reports.Day(day, zone).Until == today.From)
            {
                return day;
            }
        }

        return guess.AddDays(-1);
    }

    private static UsageDimension[] ByOf(AdminQuery query)
    {
        if (query.Text("by") is not { Length: > 0 } text)
        {
            return [];
        }

        var by = new List<UsageDimension>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!UsageDimension.TryParse(name, out var dimension))
            {
                query.Errors.Add(new("by", FieldError.Short(name), "owner, token, group, model, channel, provider, day, hour or label: with a name"));
            }
            else if (by.Contains(dimension))
            {
                query.Errors.Add(new("by", $"{FieldError.Short(name)} twice", "name it once"));
            }
            else
            {
                by.Add(dimension);
            }
        }

        return [.. by];
    }
}
