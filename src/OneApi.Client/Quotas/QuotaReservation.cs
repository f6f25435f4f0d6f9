namespace OneApi.Client;

/// <summary>An amount to set aside before a call.</summary>
/// <param name="Id">The id, which belongs to the call: it stays the same over all attempts.</param>
/// <param name="Accounts">All accounts of the call (token, group, further budgets), each once. All hold the amount, or none does.</param>
/// <param name="AmountMicros">The amount in micro-dollars, zero or more.</param>
/// <param name="Lifetime">After which time, by the store's clock, the hold ends by itself.</param>
public sealed record QuotaReservation(Guid Id, IReadOnlyList<QuotaAccount> Accounts, long AmountMicros, TimeSpan Lifetime);
