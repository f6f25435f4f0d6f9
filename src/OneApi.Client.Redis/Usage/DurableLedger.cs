namespace OneApi.Client.Redis.Usage;

/// <summary>The ledger that keeps records for ever, behind Redis.</summary>
/// <param name="Inner">The ledger, or <see langword="null"/> when none is registered: then Redis keeps no records.</param>
internal sealed record DurableLedger(IUsageLedger? Inner);
