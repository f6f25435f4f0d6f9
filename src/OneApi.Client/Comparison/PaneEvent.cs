using Microsoft.Extensions.AI;

namespace OneApi.Client.Comparison;

/// <summary>What a pane tells: an update, or, without one, that it has ended.</summary>
/// <param name="Pane">The pane's index.</param>
/// <param name="Target">Whom it asks.</param>
/// <param name="Update">The update, or null at the end.</param>
/// <param name="Record">At the end: the call's record.</param>
/// <param name="Error">At the end: how it failed, or null.</param>
/// <param name="HeldUp">At the end: how long the pane had to wait for the reader.</param>
internal readonly record struct PaneEvent(int Pane, ComparisonTarget Target, ChatResponseUpdate? Update, UsageRecord? Record = null, OneApiException? Error = null, TimeSpan HeldUp = default);
