namespace OneApi.Client;

/// <summary>How an account stands. All amounts are micro-dollars.</summary>
/// <param name="LimitMicros">What may be spent in all.</param>
/// <param name="SettledMicros">What was spent; it only grows.</param>
/// <param name="HeldMicros">What running calls have set aside.</param>
/// <param name="AsOf">When this was so, by the store's clock.</param>
public sealed record QuotaStanding(long LimitMicros, long SettledMicros, long HeldMicros, DateTimeOffset AsOf)
{
    /// <summary>Gets what may still be set aside. Below zero only after an overrun.</summary>
    public long AvailableMicros => LimitMicros - SettledMicros - HeldMicros;
}
