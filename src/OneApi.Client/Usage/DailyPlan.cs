namespace OneApi.Client.Usage;

/// <summary>When the report of which day is due.</summary>
internal sealed class DailyPlan(ReportZone zone, TimeOnly at)
{
    /// <summary>The last day whose report is due by now.</summary>
    public DateOnly LastDue(DateTimeOffset now)
    {
        var yesterday = zone.DayOf(now).AddDays(-1);
        return DueOf(yesterday) <= now ? yesterday : yesterday.AddDays(-1);
    }

    /// <summary>The moment at which the report of a day is due: at the set time of the next day.</summary>
    public DateTimeOffset DueOf(DateOnly day) => zone.At(day.AddDays(1), at);

    /// <summary>Yesterday, whether its report is due already or not.</summary>
    public DateOnly Yesterday(DateTimeOffset now) => zone.DayOf(now).AddDays(-1);
}
