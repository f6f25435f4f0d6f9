using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OneApi.Client.Quotas;

/// <summary>
/// Quotas in this process: a lock for each account, taken in the order of their keys. What a durable store does is measured against it.
/// Ids of what has ended are remembered for a while, so that a repetition changes nothing; memory is bounded.
/// </summary>
internal sealed class MemoryQuotaStore(TimeProvider time) : IQuotaStore
{
    private readonly ConcurrentDictionary<string, MemoryAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, MemoryHold> _holds = new();
    private readonly EndedIds _ended = new(time);

    public bool KeepsRecords => false;

    public ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(reservation);
        if (_holds.ContainsKey(reservation.Id) || _ended.Contains(reservation.Id))
        {
            return new(new QuotaResult(QuotaOutcome.Duplicate));
        }

        var accounts = new MemoryAccount[reservation.Accounts.Count];
        for (var i = 0; i < accounts.Length; i++)
        {
            var wanted = reservation.Accounts[i];
            if (Find(wanted) is not { } account)
            {
                return new(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, wanted.Key));
            }

            accounts[i] = account;
        }

        return new(Hold(reservation, accounts));
    }

    public ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(settlement);
        if (_holds.TryGetValue(settlement.ReservationId, out var hold))
        {
            Lock(hold.Accounts);
            try
            {
                if (_holds.TryRemove(settlement.ReservationId, out _))
                {
                    _ended.Add(settlement.ReservationId, isCharged: true);
                    Drop(hold);
                    return new(Charge(hold.Accounts, settlement.ActualMicros, hold.AmountMicros, isLate: hold.ExpiresAt <= time.GetUtcNow()));
                }
            }
            finally
            {
                Unlock(hold.Accounts);
            }
        }

        return new(ChargeLate(settlement));
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) =>
        new(new QuotaResult(_holds.TryGetValue(reservationId, out var hold) && End(hold) ? QuotaOutcome.Applied : QuotaOutcome.Duplicate));

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(extension);
        if (!_holds.TryGetValue(extension.ReservationId, out var hold))
        {
            return new(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation));
        }

        Lock(hold.Accounts);
        try
        {
            if (!_holds.ContainsKey(extension.ReservationId))
            {
                return new(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation));
            }

            if (extension.Sequence <= hold.Sequence)
            {
                return new(new QuotaResult(QuotaOutcome.Duplicate));
            }

            if (FirstShort(hold.Accounts, extension.AmountMicros) is { } refused)
            {
                return new(refused);
            }

            foreach (var account in hold.Accounts)
            {
                account.HeldMicros += extension.AmountMicros;
            }

            hold.AmountMicros += extension.AmountMicros;
            hold.Sequence = extension.Sequence;
            hold.ExpiresAt = time.GetUtcNow() + extension.Lifetime;
            return new(new QuotaResult(QuotaOutcome.Applied));
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(entry);
        var account = entry.AmountMicros >= 0
            ? _accounts.GetOrAdd(entry.Account, static key => new(key))
            : _accounts.GetValueOrDefault(entry.Account);
        if (account is null)
        {
            return new(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, entry.Account));
        }

        lock (account.Gate)
        {
            if (account.Entries.Contains(entry.Id))
            {
                return new(new QuotaResult(QuotaOutcome.Duplicate));
            }

            if (entry.AmountMicros < 0 && account.AvailableMicros + entry.AmountMicros < 0)
            {
                return new(new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.TooLarge, account.Key, account.AvailableMicros));
            }

            account.Entries.Add(entry.Id);
            account.LimitMicros = checked(account.LimitMicros + entry.AmountMicros);
            return new(new QuotaResult(QuotaOutcome.Applied));
        }
    }

    public ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken)
    {
        if (!_accounts.TryGetValue(account, out var found))
        {
            return new((QuotaStanding?)null);
        }

        ReapOf(found);
        lock (found.Gate)
        {
            return new(new QuotaStanding(found.LimitMicros, found.SettledMicros, found.HeldMicros, time.GetUtcNow()));
        }
    }

    public ValueTask<int> ReapAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var count = 0;
        foreach (var hold in _holds.Values)
        {
            count += hold.ExpiresAt <= now && End(hold, now) ? 1 : 0;
        }

        return new(count);
    }

    public async IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in _accounts.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, (await GetAsync(key, cancellationToken).ConfigureAwait(false))!);
        }
    }

    private MemoryAccount? Find(QuotaAccount wanted)
    {
        if (wanted.LimitMicros is not { } limit)
        {
            return _accounts.GetValueOrDefault(wanted.Key);
        }

        var account = _accounts.GetOrAdd(wanted.Key, static key => new(key));
        Volatile.Write(ref account.ConfiguredMicros, limit);
        return account;
    }

    private QuotaResult Hold(QuotaReservation reservation, MemoryAccount[] accounts)
    {
        Array.Sort(accounts, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var hold = new MemoryHold(reservation.Id, accounts, reservation.AmountMicros, time.GetUtcNow() + reservation.Lifetime);
        var result = TryHold(hold);
        if (result.Refusal is QuotaRefusal.InFlight && accounts.Sum(ReapOf) > 0)
        {
            result = TryHold(hold); // what looked like running calls was over
        }

        return result;
    }

    private QuotaResult TryHold(MemoryHold hold)
    {
        Lock(hold.Accounts);
        try
        {
            if (_ended.Contains(hold.Id))
            {
                return new(QuotaOutcome.Duplicate);
            }

            if (FirstShort(hold.Accounts, hold.AmountMicros) is { } refused)
            {
                return refused;
            }

            if (!_holds.TryAdd(hold.Id, hold))
            {
                return new(QuotaOutcome.Duplicate);
            }

            foreach (var account in hold.Accounts)
            {
                account.HeldMicros += hold.AmountMicros;
                account.Holds.Add(hold);
            }

            return new(QuotaOutcome.Applied);
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    private static QuotaResult? FirstShort(MemoryAccount[] accounts, long amount)
    {
        foreach (var account in accounts)
        {
            if (account.AvailableMicros < amount)
            {
                return account.Refuse(amount);
            }
        }

        return null;
    }

    private QuotaResult ChargeLate(QuotaSettlement settlement)
    {
        var accounts = settlement.Accounts.Select(account => _accounts.GetOrAdd(account.Key, static key => new(key))).OrderBy(static account => account.Key, StringComparer.Ordinal).ToArray();
        Lock(accounts);
        try
        {
            return _ended.TryCharge(settlement.ReservationId)
                ? Charge(accounts, settlement.ActualMicros, held: settlement.ActualMicros, isLate: true)
                : new(QuotaOutcome.Duplicate);
        }
        finally
        {
            Unlock(accounts);
        }
    }

    private static QuotaResult Charge(MemoryAccount[] accounts, long actual, long held, bool isLate)
    {
        foreach (var account in accounts)
        {
            account.SettledMicros = checked(account.SettledMicros + actual);
        }

        return new(QuotaOutcome.Applied, IsOverrun: actual > held, IsLate: isLate);
    }

    /// <summary>Ends a hold; only one of those who try does.</summary>
    private bool End(MemoryHold hold, DateTimeOffset? ifExpiredBy = null)
    {
        Lock(hold.Accounts);
        try
        {
            if ((ifExpiredBy is { } now && hold.ExpiresAt > now) || !_holds.TryRemove(hold.Id, out _))
            {
                return false;
            }

            _ended.Add(hold.Id, isCharged: false);
            Drop(hold);
            return true;
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    private static void Drop(MemoryHold hold)
    {
        foreach (var account in hold.Accounts)
        {
            account.HeldMicros -= hold.AmountMicros;
            account.Holds.Remove(hold);
        }
    }

    private int ReapOf(MemoryAccount account)
    {
        var now = time.GetUtcNow();
        MemoryHold[] over;
        lock (account.Gate)
        {
            over = [.. account.Holds.Where(hold => hold.ExpiresAt <= now)];
        }

        return over.Count(hold => End(hold, now));
    }

    private static void Lock(MemoryAccount[] accounts)
    {
        foreach (var account in accounts)
        {
            account.Gate.Enter();
        }
    }

    private static void Unlock(MemoryAccount[] accounts)
    {
        for (var i = accounts.Length - 1; i >= 0; i--)
        {
            accounts[i].Gate.Exit();
        }
    }
}
