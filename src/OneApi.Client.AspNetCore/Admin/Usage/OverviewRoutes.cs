namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Today at a glance.</summary>
internal sealed class OverviewRoutes(TimeProvider time)
{
    private const int Tops = 10;
    private const int LatencyCalls = 1000;
    private static readonly TimeSpan LatencyReach = TimeSpan.FromHours(1);

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", AdminRoute.Root + "/overview", AdminAccess.Readers, "Today at a glance: calls, errors, costs, latency, the largest models, channels and customers, and how the channels are.", GetAsync)
        {
            Query = [UsageFields.TimeZone], Answer = AdminJsonContext.Default.OverviewView,
        },
    ];

    private async ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        var reports = call.Service<IUsageReports>();
        var now = time.GetUtcNow();
        var zone = call.Query.Text("tz");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            call.Query.Errors.Add(new("tz", FieldError.Short(zone), "an IANA name such as 'Asia/Shanghai'"));
        }

        call.Query.ThrowIfAny();
        var today = reports.Today(zone);
        var yesterday = new UsageFilter { From = today.From!.Value.AddDays(-1), Until = now.AddDays(-1) };
        var newest = await new RecordPages(call.Service<IUsageLedger>())
            .ReadAsync(new() { From = now - LatencyReach, Until = now.AddMinutes(1) }, after: null, LatencyCalls, call.Aborted).ConfigureAwait(false);
        var view = new OverviewView(
            now,
            today.From.Value,
            await TotalsAsync(reports, today, call.Aborted).ConfigureAwait(false),
            await TotalsAsync(reports, yesterday, call.Aborted).ConfigureAwait(false),
            LatencyOf(newest, now),
            HealthOf(call.Service<IChannelHealth>()),
            await TopAsync(reports, today, UsageDimension.Model, call.Aborted).ConfigureAwait(false),
            await TopAsync(reports, today, UsageDimension.Channel, call.Aborted).ConfigureAwait(false),
            await TopAsync(reports, today, UsageDimension.Owner, call.Aborted).ConfigureAwait(false));
        return AdminAnswer.Json(view, AdminJsonContext.Default.OverviewView);
    }

    private static async ValueTask<TotalsView> TotalsAsync(IUsageReports reports, UsageFilter filter, CancellationToken cancellationToken)
    {
        var totals = new UsageTotals();
        await foreach (var row in reports.QueryAsync(new() { Filter = filter }, cancellationToken).ConfigureAwait(false))
        {
            totals = row.Totals;
        }

        var counted = totals.Calls - totals.Cancelled;
        return new(
            totals.Calls,
            totals.Errors,
            totals.Cancelled,
            totals.Attempts,
            counted == 0 ? 1 : (counted - totals.Errors) / (double)counted,
            totals.InputTokens,
            totals.OutputTokens,
            totals.ChargeMicros,
            QuotaUnit.Dollar.Write(totals.ChargeMicros),
            totals.ProviderCostMicros,
            QuotaUnit.Dollar.Write(totals.ProviderCostMicros),
            totals.Unpriced);
    }

    private static async ValueTask<IReadOnlyList<TopView>> TopAsync(IUsageReports reports, UsageFilter filter, UsageDimension by, CancellationToken cancellationToken)
    {
        var tops = new List<TopView>(Tops);
        await foreach (var row in reports.QueryAsync(new() { Filter = filter, By = [by], OrderBy = UsageMeasure.Calls, Top = Tops }, cancellationToken).ConfigureAwait(false))
        {
            tops.Add(new(row.Keys[0], row.Totals.Calls, row.Totals.Errors, row.Totals.InputTokens + row.Totals.OutputTokens, row.Totals.ChargeMicros, row.Totals.ProviderCostMicros, row.AverageDuration.TotalMilliseconds));
        }

        return tops;
    }

    private static LatencyView LatencyOf(List<UsageRecord> newest, DateTimeOffset now)
    {
        var durations = newest.Where(static record => record.Outcome is CallOutcome.Succeeded).Select(static record => record.Duration.TotalMilliseconds).Order().ToArray();
        var firsts = newest.Where(static record => record.TimeToFirstToken is not null).Select(static record => record.TimeToFirstToken!.Value.TotalMilliseconds).Order().ToArray();
        return new(newest.Count, newest.Count == 0 ? now : newest[^1].StartedAt, At(durations, 50), At(durations, 95), At(firsts, 50), At(firsts, 95));
    }

    /// <summary>The nearest rank: the smallest value that so many of a hundred do not exceed.</summary>
    private static double? At(double[] ordered, int percent) => ordered.Length == 0 ? null : ordered[Math.Max(0, ((ordered.Length * percent) + 99) / 100 - 1)];

    private static HealthCountsView HealthOf(IChannelHealth health)
    {
        var channels = ChannelShow.Of(health.List());
        var unserved = health.ListModels().Where(static model => !model.IsServed).Select(static model => $"{model.Model} in {model.Group}").ToArray();
        int Count(ChannelHealthState state) => channels.Count(channel => channel.State == AdminNames.Of(state));
        return new(channels.Count, Count(ChannelHealthState.Ready), Count(ChannelHealthState.SlowStart), Count(ChannelHealthState.Resting), Count(ChannelHealthState.Probing), Count(ChannelHealthState.SwitchedOff), unserved);
    }
}
