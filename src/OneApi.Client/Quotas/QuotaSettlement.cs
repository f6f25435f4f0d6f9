namespace OneApi.Client;

/// <summary>What a call really cost.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Accounts">The accounts that it was made on; a hold that has ended long ago is charged to them all the same.</param>
/// <param name="ActualMicros">The cost in micro-dollars, zero or more.</param>
/// <param name="Record">The call's record, which a store that is also the ledger appends in the same step; <see langword="null"/> appends none.</param>
public sealed record QuotaSettlement(Guid ReservationId, IReadOnlyList<QuotaAccount> Accounts, long ActualMicros, UsageRecord? Record = null);
