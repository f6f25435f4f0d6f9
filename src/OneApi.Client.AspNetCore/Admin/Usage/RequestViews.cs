namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One call. Amounts are micro-dollars.</summary>
internal sealed record RequestView(
    Guid Id,
    string Operation,
    bool Streaming,
    DateTimeOffset StartedAt,
    double DurationMs,
    double? FirstTokenMs,
    string Group,
    string? Token,
    string? Owner,
    string? EndUser,
    IReadOnlyDictionary<string, string> Labels,
    string RequestedModel,
    string? ServedModel,
    string? Channel,
    string? Provider,
    string Outcome,
    string? ErrorKind,
    TokensView? Usage,
    bool IsEstimated,
    long? ChargeMicros,
    long? ReservedMicros,
    long? ProviderCostMicros,
    bool IsLate,
    string? Rescue,
    string? Arm,
    bool IsShadow,
    IReadOnlyList<AttemptView> Attempts,
    IReadOnlyList<DecisionView> Decisions);

/// <summary>The tokens of a call or an attempt.</summary>
internal sealed record TokensView(long Input, long CachedInput, long CacheWrite, long Output, long Reasoning, long Images);

/// <summary>One try of a call on one channel.</summary>
internal sealed record AttemptView(
    string Channel,
    int ChannelNumber,
    string Provider,
    string Model,
    string ProviderModel,
    DateTimeOffset StartedAt,
    double DurationMs,
    double? FirstTokenMs,
    double WaitedBeforeMs,
    string Reason,
    string Outcome,
    string? ErrorKind,
    int? Status,
    string? UpstreamRequestId,
    TokensView? Usage,
    long? ProviderCostMicros);

/// <summary>Why an attempt went where it went.</summary>
internal sealed record DecisionView(string Reason, string Model, string? Strategy, string? Channel, string? Arm, IReadOnlyList<OptionView> Options);

/// <summary>A channel that could have been chosen.</summary>
internal sealed record OptionView(string Channel, int Priority, string? Excluded, double? Score);
