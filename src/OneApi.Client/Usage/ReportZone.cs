using System.Globalization;

namespace OneApi.Client.Usage;

/// <summary>Days and hours of a time zone, made of quarters of an hour.</summary>
internal sealed class ReportZone(TimeZoneInfo zone)
{
    private const int QuartersToSearch = 30 * 4;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public string Name => zone.Id;

    /// <summary>The zone of a name; without one that of the environment variable <c>TZ</c>, else UTC.</summary>
    /// <param name="name">An IANA name, or <see langword="null"/>.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static ReportZone? Find(string? name, Func<string, string?> variable)
    {
        if (name is not null)
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var named) ? new(named) : null;
        }

        // A colon in front is POSIX's sign for a name; what is no name (such as CST-8) does not count.
        return variable("TZ")?.TrimStart(':') is { Length: > 0 } own && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var found) ? new(found) : new(TimeZoneInfo.Utc);
    }

    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(In(time).DateTime);

    /// <summary>The first moment of a day. Where the clocks skip midnight, that is later; where midnight comes twice, it is the first.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day.Year, 1900, nameof(day));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day.Year, 9000, nameof(day));

        // Offsets lie between -14 and +14 hours. The same question that puts a quarter into a day finds where the day begins.
        var first = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(-15);
        var (low, high) = (0, QuartersToSearch);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = DayOf(first + (middle * Quarter)) < day ? (middle + 1, high) : (low, middle);
        }

        return first + (low * Quarter);
    }

    /// <summary>The moment at which the clocks first show a time on a day, or the first one after it where they skip it.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public string DayName(DateTimeOffset time) => NameOf(DayOf(time));

    /// <summary>An hour with its offset: an hour that comes twice has two names.</summary>
    public string HourName(DateTimeOffset time) => In(time).ToString("yyyy-MM-dd'T'HH':00'zzz", CultureInfo.InvariantCulture);

    public static string NameOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DateTimeOffset In(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone);
}
