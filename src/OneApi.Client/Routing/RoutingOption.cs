namespace OneApi.Client;

/// <summary>A channel that was considered for an attempt.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Excluded">Why it was not considered further: <c>disabled</c>, <c>tried</c>, <c>arm</c> (the other side of a canary, or copies only), <c>priority</c>, <c>weight</c>, <c>no_prefill</c> (it does not go on with a beginning), or a <see cref="HealthReason"/> in snake case; <see langword="null"/> when the strategy could choose it.</param>
/// <param name="Score">What it was worth in the strategy's own measure, or <see langword="null"/>.</param>
public sealed record RoutingOption(string Channel, int Priority, string? Excluded, double? Score);
