namespace OneApi.Client;

/// <summary>
/// Keeps what accounts may still spend, in two steps like a card payment: a call reserves its worst reasonable cost, and later settles what
/// it really cost or releases the hold. Two facts are kept apart: what is settled, which only grows, and the open holds. Available is
/// limit − settled − holds.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Every operation is one atomic step over all its accounts, and has an id: repeating it with the same id changes nothing and
/// answers <see cref="QuotaOutcome.Duplicate"/>. A refusal changes nothing. A hold that nobody resolves ends by the store's own clock.</para>
/// <para>Amounts are micro-dollars, zero or more. Methods throw <see cref="QuotaStoreException"/> when the store can't be reached; where
/// <see cref="QuotaStoreException.IsOutcomeUnknown"/> is true the caller repeats the same id.</para>
/// </remarks>
public interface IQuotaStore
{
    /// <summary>Gets a value indicating whether the store is also the ledger: it appends <see cref="QuotaSettlement.Record"/> in the same atomic step as the charge.</summary>
    bool KeepsRecords { get; }

    /// <summary>Sets an amount aside on all accounts, or on none.</summary>
    /// <param name="reservation">What, where and for how long.</param>
    /// <param name="cancellationToken">Ends the wait; whether the hold stands is then unknown.</param>
    /// <returns><see cref="QuotaOutcome.Applied"/>, <see cref="QuotaOutcome.Duplicate"/>, or <see cref="QuotaOutcome.Refused"/> with the account that refused and what it has left.</returns>
    ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken);

    /// <summary>Charges what a call really cost and ends its hold. Truth wins: more than was held, or after the hold has ended, is charged all the same, and flagged.</summary>
    /// <param name="settlement">The reservation and its real cost.</param>
    /// <param name="cancellationToken">Ends the wait; whether it was charged is then unknown.</param>
    /// <returns><see cref="QuotaOutcome.Applied"/> or <see cref="QuotaOutcome.Duplicate"/>.</returns>
    ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken);

    /// <summary>Ends a hold without a charge.</summary>
    /// <param name="reservationId">The reservation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="QuotaOutcome.Applied"/>, or <see cref="QuotaOutcome.Duplicate"/> when there is no such hold any more.</returns>
    ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken);

    /// <summary>Tops up or prolongs an open hold, for long streams.</summary>
    /// <param name="extension">By how much, and for how long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="QuotaOutcome.Applied"/>, <see cref="QuotaOutcome.Duplicate"/> for a sequence number that was applied, or <see cref="QuotaOutcome.Refused"/>: then the hold stays as it was.</returns>
    ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken);

    /// <summary>Raises or lowers the limit of an account: a top-up, a refund, a correction. The first entry opens the account.</summary>
    /// <param name="entry">The change; a negative amount lowers the limit, but never below what is settled and held.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="QuotaOutcome.Applied"/>, <see cref="QuotaOutcome.Duplicate"/>, or <see cref="QuotaOutcome.Refused"/> with what the account has left.</returns>
    ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken);

    /// <summary>Gets how an account stands, everything acknowledged before the call included.</summary>
    /// <param name="account">The account's key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its standing, or <see langword="null"/> when there is no such account.</returns>
    ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken);

    /// <summary>Ends the holds whose time is over by the store's clock. Any node may call it, at any time.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many holds have ended.</returns>
    ValueTask<int> ReapAsync(CancellationToken cancellationToken);

    /// <summary>Goes through all accounts, for the reconciliation with the ledger.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The accounts' keys and how they stand, in no order.</returns>
    IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync(CancellationToken cancellationToken);
}
