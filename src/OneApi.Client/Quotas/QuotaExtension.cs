namespace OneApi.Client;

/// <summary>A change of an open hold.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Sequence">The number of the change, rising by one from 1: a number that was applied is not applied again.</param>
/// <param name="AmountMicros">How much more to hold, in micro-dollars, zero or more.</param>
/// <param name="Lifetime">How long it holds from now on, by the store's clock.</param>
public sealed record QuotaExtension(Guid ReservationId, int Sequence, long AmountMicros, TimeSpan Lifetime);
