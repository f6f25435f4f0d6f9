namespace OneApi.Client.Routing;

/// <summary>What was chosen and why.</summary>
/// <param name="Index">The index of the channel in its route, or -1.</param>
/// <param name="Decision">The explanation.</param>
internal readonly record struct Choice(int Index, RoutingDecision Decision);
