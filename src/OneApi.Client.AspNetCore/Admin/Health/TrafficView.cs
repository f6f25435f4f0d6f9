namespace OneApi.Client.AspNetCore.Admin;

/// <summary>How a canary or a shadow stands, and how its sides compare.</summary>
internal sealed record TrafficView(
    string Group,
    string Name,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> Channels,
    string Step,
    double Percent,
    TrafficReturnView? Returned,
    TrafficArmView Old,
    TrafficArmView New,
    long ShadowCostMicros);

/// <summary>When, by whom and why the old channels have taken everything back.</summary>
internal sealed record TrafficReturnView(DateTimeOffset At, bool ByGuard, string? Why);

/// <summary>What one side did. Amounts are micro-dollars.</summary>
internal sealed record TrafficArmView(
    long Calls,
    long Errors,
    long Empties,
    double FailureShareLow,
    double FailureShareHigh,
    long FirstTokens,
    double? FirstTokenP50Ms,
    double? FirstTokenP95Ms,
    long CostedCalls,
    long CostMicros);
