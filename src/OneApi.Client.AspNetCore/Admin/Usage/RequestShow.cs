using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Makes what is shown of calls. Records hold no prompts, no answers and no keys.</summary>
internal static class RequestShow
{
    public static RequestView Of(UsageRecord record) => new(
        record.CallId,
        record.Operation,
        record.Streaming,
        record.StartedAt,
        record.Duration.TotalMilliseconds,
        record.TimeToFirstToken?.TotalMilliseconds,
        record.Group,
        record.TokenId,
        record.Owner,
        record.EndUser,
        record.Labels,
        record.RequestedModel,
        record.ServedModel,
        record.Channel,
        record.Provider,
        AdminNames.Of(record.Outcome),
        NameOf(record.ErrorKind),
        TokensOf(record.Usage),
        record.IsEstimated,
        record.ChargeMicros,
        record.ReservedMicros,
        record.ProviderCostMicros,
        record.IsLate,
        NameOf(record.Rescue),
        NameOf(record.Arm),
        record.IsShadow,
        [.. record.Attempts.Select(Of)],
        [.. record.Decisions.Select(Of)]);

    public static TokensView? TokensOf(UsageDetails? usage) => usage is null
        ? null
        : new(
            usage.InputTokenCount ?? 0,
            usage.CachedInputTokenCount ?? 0,
            CountOf(usage, UsageCounts.CacheWrites),
            usage.OutputTokenCount ?? 0,
            usage.ReasoningTokenCount ?? 0,
            CountOf(usage, UsageCounts.Images));

    private static AttemptView Of(AttemptRecord attempt) => new(
        attempt.Channel,
        attempt.ChannelNumber,
        attempt.Provider,
        attempt.Model,
        attempt.ProviderModel,
        attempt.StartedAt,
        attempt.Duration.TotalMilliseconds,
        attempt.TimeToFirstToken?.TotalMilliseconds,
        attempt.WaitedBefore.TotalMilliseconds,
        AdminNames.Of(attempt.Reason),
        AdminNames.Of(attempt.Outcome),
        NameOf(attempt.ErrorKind),
        (int?)attempt.StatusCode,
        attempt.RequestId,
        TokensOf(attempt.Usage),
        attempt.ProviderCostMicros);

    private static DecisionView Of(RoutingDecision decision) => new(
        AdminNames.Of(decision.Reason),
        decision.Model,
        decision.Strategy,
        decision.Channel,
        NameOf(decision.Arm),
        [.. decision.Options.Select(static option => new OptionView(option.Channel, option.Priority, option.Excluded, option.Score is { } score && double.IsFinite(score) ? score : null))]);

    private static string? NameOf<T>(T? value)
        where T : struct, Enum => value is { } known ? AdminNames.Of(known) : null;

    private static long CountOf(UsageDetails usage, string name) => usage.AdditionalCounts?.TryGetValue(name, out var count) == true ? count : 0;
}
