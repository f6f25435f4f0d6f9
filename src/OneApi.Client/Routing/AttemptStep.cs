namespace OneApi.Client.Routing;

/// <summary>The next attempt of a call.</summary>
/// <param name="Candidate">Where it goes.</param>
/// <param name="Wait">How long to wait before it.</param>
/// <param name="IsSameChannel">Whether the channel is the one that has just failed.</param>
/// <param name="IsRefresh">Whether the same key is tried again with a newly issued token.</param>
internal readonly record struct AttemptStep(Candidate Candidate, TimeSpan Wait, bool IsSameChannel, bool IsRefresh = false);
