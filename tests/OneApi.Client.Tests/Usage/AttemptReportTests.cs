using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Usage;

/// <summary>Reports that count attempts: what each channel did, also where another one made it good.</summary>
public class AttemptReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly ReportBench _bench = new();

    [Fact]
    public async Task EveryAttempt_CountsForItsChannel_AndTheChargeForTheOneThatServed()
    {
        await _bench.AppendAsync(Call(Attempt("a", AttemptOutcome.Failed, 5), Attempt("b", AttemptOutcome.LostRace, 3), Attempt("c", AttemptOutcome.Served, 7)));

        var calls = Assert.Single(await _bench.RowsAsync(new() { By = [UsageDimension.Channel] }));
        var rows = (await _bench.RowsAsync(new() { By = [UsageDimension.Channel], PerAttempt = true })).ToDictionary(static row => row.Keys[0]!, static row => row.Totals);

        Assert.Equal(("c", 1, 0), (calls.Keys[0], calls.Totals.Calls, calls.Totals.Errors));
        Assert.Equal((1, 1, 0, 5, 0, 2), Of(rows["a"]));
        Assert.Equal((1, 0, 1, 3, 0, 2), Of(rows["b"]));
        Assert.Equal((1, 0, 0, 7, 40, 11), Of(rows["c"]));
        Assert.All(rows.Values, static totals => Assert.Equal(TimeSpan.FromSeconds(1), totals.Duration));

        static (long Calls, long Errors, long Cancelled, long Cost, long Charge, long Input) Of(UsageTotals totals) =>
            (totals.Calls, totals.Errors, totals.Cancelled, totals.ProviderCostMicros, totals.ChargeMicros, totals.InputTokens);
    }

    [Fact]
    public async Task Totals_HoldTheSameMoneyAsTheCalls()
    {
        await _bench.AppendAsync(
            Call(Attempt("a", AttemptOutcome.Failed, 5), Attempt("b", AttemptOutcome.Served, 7)),
            Call(Attempt("b", AttemptOutcome.Served, 1)),
            Call(Attempt("a", AttemptOutcome.Failed, 2), Attempt("b", AttemptOutcome.Failed, 0)) with { Outcome = CallOutcome.Failed, ChargeMicros = 0, Usage = null });

        var calls = Assert.Single(await _bench.RowsAsync(new())).Totals;
        var attempts = Assert.Single(await _bench.RowsAsync(new() { PerAttempt = true })).Totals;

        Assert.Equal((3, 5), (calls.Calls, attempts.Calls));
        Assert.Equal((calls.ChargeMicros, calls.ProviderCostMicros, calls.Attempts), (attempts.ChargeMicros, attempts.ProviderCostMicros, attempts.Attempts));
        Assert.Equal((1, 3), (calls.Errors, attempts.Errors));
    }

    [Fact]
    public async Task Filters_OfChannelModelAndOutcome_AreAskedOfTheAttempt_TheOthersOfItsCall()
    {
        await _bench.AppendAsync(
            Call(Attempt("a", AttemptOutcome.Failed, 5), Attempt("b", AttemptOutcome.Served, 7)) with { Owner = "ann" },
            Call(Attempt("a", AttemptOutcome.Served, 1)) with { Owner = "bob", StartedAt = Noon.AddDays(1) });

        Assert.Equal((2, 1), await CountAsync(new() { Channel = "a" }));
        Assert.Equal((1, 1), await CountAsync(new() { Outcome = CallOutcome.Failed }));
        Assert.Equal((2, 1), await CountAsync(new() { Owner = "ann" }));
        Assert.Equal((1, 0), await CountAsync(new() { From = Noon.AddHours(1) }));
        Assert.Equal((0, 0), await CountAsync(new() { Model = "other" }));
        Assert.Equal(["2026-11-25", "2026-11-26"], (await _bench.RowsAsync(new() { By = [UsageDimension.Day], PerAttempt = true })).Select(static row => row.Keys[0]));
    }

    private async Task<(long Calls, long Errors)> CountAsync(UsageFilter filter)
    {
        var totals = Assert.Single(await _bench.RowsAsync(new() { Filter = filter, PerAttempt = true })).Totals;
        return (totals.Calls, totals.Errors);
    }

    private static AttemptRecord Attempt(string channel, AttemptOutcome outcome, long cost) => new()
    {
        Channel = channel,
        ChannelNumber = 1,
        Provider = "openai",
        Model = "m",
        ProviderModel = "m",
        StartedAt = Noon,
        Duration = TimeSpan.FromSeconds(1),
        Outcome = outcome,
        Usage = outcome is AttemptOutcome.Served ? null : new() { InputTokenCount = 2 },
        ProviderCostMicros = cost,
    };

    private static UsageRecord Call(params AttemptRecord[] attempts) => new()
    {
        CallId = Guid.CreateVersion7(),
        Operation = "chat",
        Streaming = false,
        StartedAt = Noon,
        Duration = TimeSpan.FromSeconds(attempts.Length),
        Group = "default",
        RequestedModel = "m",
        ServedModel = "m",
        Channel = attempts[^1].Channel,
        Provider = "openai",
        Outcome = CallOutcome.Succeeded,
        Usage = new() { InputTokenCount = 11 },
        ChargeMicros = 40,
        ProviderCostMicros = attempts.Sum(static one => one.ProviderCostMicros),
        Attempts = attempts,
    };
}
