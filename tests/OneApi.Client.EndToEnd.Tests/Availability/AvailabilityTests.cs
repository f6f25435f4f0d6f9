using System.Globalization;

namespace OneApi.Client.EndToEnd.Tests.Availability;

/// <summary>
/// T8 (reliability §5): three channels, one of them sick, 20 000 calls on default settings. Callers see next to no errors, and nobody is
/// charged twice. <c>ONEAPI_LONG=1</c> makes it a million calls in all.
/// </summary>
public sealed class AvailabilityTests(ITestOutputHelper output)
{
    private const int Calls = 20_000;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ONEAPI_LONG") == "1" ? 13 : 1;

    /// <summary>A run of the same size with three healthy channels, to put the others beside; one before it compiles the code.</summary>
    private static readonly Lazy<Task<string>> Healthy = new(static async () =>
    {
        await using (await AvailabilityRun.OfAsync(SickChannel.Healthy, Calls))
        {
        }

        await using var run = await AvailabilityRun.OfAsync(SickChannel.Healthy, Calls);
        Assert.Equal((Calls, Calls), (run.Served, run.Requests));
        return Times(run);
    });

    public static TheoryData<string> Kinds => SickChannel.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OneOfThreeChannelsIsSick_CallersSeeNextToNoErrors_AndAreChargedOnce(string kind)
    {
        var healthy = await Healthy.Value;
        var (errors, calls) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            await using var run = await AvailabilityRun.OfAsync(kind, Calls);
            calls += Calls;
            errors += run.Errors.Count;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind}: {run.Errors.Count} errors in {Calls} calls ({100.0 * run.Errors.Count / Calls:0.000} %), {run.SickRequests} requests to the sick channel, {run.Requests - Calls} beyond one a call; {Times(run)}; healthy {healthy}"));
            foreach (var error in run.Errors.Take(5))
            {
                output.WriteLine(error);
            }

            AssertMoney(run);
        }

        Assert.True(errors * 10_000L <= calls * 3L, string.Create(CultureInfo.InvariantCulture, $"{errors} errors in {calls} calls: more than 0.03 %"));
    }

    /// <summary>Each call has one record and one charge; a call that failed has delivered nothing or a part, and pays for no more than that.</summary>
    private static void AssertMoney(AvailabilityRun run)
    {
        Assert.Empty(run.Wrong);
        Assert.Equal(Calls, run.Served + run.Errors.Count);
        Assert.Equal(Calls, run.Records.DistinctBy(static record => record.CallId).Count());
        Assert.Equal(Calls, run.Records.Count);
        var failed = run.Records.Where(static record => record.Outcome is not CallOutcome.Succeeded).Sum(static record => record.ChargeMicros ?? 0);
        Assert.InRange(failed, 0, run.Errors.Count * AvailabilityRun.PriceOfACall);
        Assert.Equal(((run.Served * AvailabilityRun.PriceOfACall) + failed, 0), run.Account);
    }

    private static string Times(AvailabilityRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"P50 {run.Percentile(50).TotalMilliseconds:0} ms, P95 {run.Percentile(95).TotalMilliseconds:0} ms, P99 {run.Percentile(99).TotalMilliseconds:0} ms");
}
