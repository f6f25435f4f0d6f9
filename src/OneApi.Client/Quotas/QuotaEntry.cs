namespace OneApi.Client;

/// <summary>A change of an account's limit, kept for ever.</summary>
/// <param name="Id">The id.</param>
/// <param name="Account">The account's key.</param>
/// <param name="AmountMicros">By how much, in micro-dollars; negative lowers the limit.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record QuotaEntry(Guid Id, string Account, long AmountMicros, string Reason);
