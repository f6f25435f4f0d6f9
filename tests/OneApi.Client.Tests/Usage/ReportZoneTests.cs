using System.Globalization;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

public class ReportZoneTests
{
    [Theory]
    [InlineData("UTC", "2026-11-25", "2026-11-25T00:00Z", 24 * 60)]
    [InlineData("Asia/Shanghai", "2026-11-25", "2026-11-24T16:00Z", 24 * 60)]
    [InlineData("Asia/Kathmandu", "2026-11-25", "2026-11-24T18:15Z", 24 * 60)]
    [InlineData("Pacific/Kiritimati", "2026-11-25", "2026-11-24T10:00Z", 24 * 60)]
    [InlineData("Etc/GMT+12", "2026-11-25", "2026-11-25T12:00Z", 24 * 60)]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", 23 * 60)]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z", 25 * 60)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", (24 * 60) + 30)]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00Z", 25 * 60)] // midnight comes twice
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00Z", 23 * 60)] // midnight never comes
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", 0)] // the day never came
    public void ADay_BeginsAtItsFirstMoment_AndIsAsLongAsItIs(string name, string day, string start, int minutes)
    {
        var zone = Zone(name);
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        Assert.Equal(Time(start), zone.StartOf(date));
        Assert.Equal(TimeSpan.FromMinutes(minutes), zone.StartOf(date.AddDays(1)) - zone.StartOf(date));
    }

    [Fact]
    public void EveryQuarterOfAYear_LiesInTheDayThatHoldsIt()
    {
        foreach (var name in new[] { "Europe/Berlin", "America/Havana", "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca" })
        {
            var zone = Zone(name);
            for (var time = Time("2026-01-02T00:00Z"); time.Year == 2026; time += TimeSpan.FromMinutes(15))
            {
                var day = zone.DayOf(time);
                Assert.True(zone.StartOf(day) <= time && time < zone.StartOf(day.AddDays(1)), $"{time:O} in {name}");
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-11-25", "00:15", "2026-11-24T23:15Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00Z")] // skipped: the first moment after it, 03:00 +02:00
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30Z")] // comes twice: the first, +02:00
    [InlineData("America/Santiago", "2026-09-06", "00:15", "2026-09-06T04:00Z")]
    public void ATimeOfDay_IsTheFirstMomentAtWhichTheClocksShowIt(string name, string day, string at, string expected) =>
        Assert.Equal(Time(expected), Zone(name).At(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeOnly.Parse(at, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-10-25T00:45Z", "2026-10-25T02:00+02:00")]
    [InlineData("2026-10-25T01:00Z", "2026-10-25T02:00+01:00")]
    [InlineData("2026-10-25T02:15Z", "2026-10-25T03:00+01:00")]
    public void AnHour_IsNamedWithItsOffset(string time, string expected) => Assert.Equal(expected, Zone("Europe/Berlin").HourName(Time(time)));

    [Theory]
    [InlineData(null, "UTC")]
    [InlineData("", "UTC")]
    [InlineData("Asia/Shanghai", "Asia/Shanghai")]
    [InlineData(":Asia/Shanghai", "Asia/Shanghai")]
    [InlineData("CST-8", "UTC")]
    public void WithoutAName_TheVariableTZCounts_ElseUtc(string? variable, string expected)
    {
        Assert.Equal(expected, ReportZone.Find(null, name => name == "TZ" ? variable : "Europe/Berlin")!.Name);
        Assert.Equal("Asia/Tokyo", ReportZone.Find("Asia/Tokyo", name => variable)!.Name);
    }

    [Theory]
    [InlineData("Asia/Nowhere")]
    [InlineData("")]
    public void ANameThatIsNone_IsNoZone(string name) => Assert.Null(ReportZone.Find(name, static _ => "Asia/Shanghai"));

    private static ReportZone Zone(string name) => ReportZone.Find(name, static _ => null)!;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
