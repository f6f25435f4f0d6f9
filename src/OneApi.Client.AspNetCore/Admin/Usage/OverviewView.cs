namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What somebody wants to know first. Amounts are micro-dollars.</summary>
internal sealed record OverviewView(
    DateTimeOffset At,
    DateTimeOffset From,
    TotalsView Today,
    TotalsView YesterdayUntilNow,
    LatencyView Latency,
    HealthCountsView Health,
    IReadOnlyList<TopView> TopModels,
    IReadOnlyList<TopView> TopChannels,
    IReadOnlyList<TopView> TopOwners);

/// <summary>What calls used together.</summary>
internal sealed record TotalsView(
    long Calls,
    long Errors,
    long Cancelled,
    long Attempts,
    double SuccessShare,
    long InputTokens,
    long OutputTokens,
    long ChargeMicros,
    ExactNumber ChargeUsd,
    long ProviderCostMicros,
    ExactNumber ProviderCostUsd,
    long Unpriced);

/// <summary>How long the newest calls took, in milliseconds; null where there were none.</summary>
internal sealed record LatencyView(int Calls, DateTimeOffset From, double? P50Ms, double? P95Ms, double? FirstTokenP50Ms, double? FirstTokenP95Ms);

/// <summary>How many channels are how, and the models that nobody serves.</summary>
internal sealed record HealthCountsView(int Channels, int Ready, int SlowStart, int Resting, int Probing, int SwitchedOff, IReadOnlyList<string> Unserved);

/// <summary>One of the largest.</summary>
internal sealed record TopView(string? Name, long Calls, long Errors, long Tokens, long ChargeMicros, long ProviderCostMicros, double AverageMs);
