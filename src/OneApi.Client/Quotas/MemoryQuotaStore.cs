using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OneApi.Client.Quotas;

/// <summary>
/// Quotas in this process: a lock for each account, taken in the order of their keys. What a durable store does is measured against it.
/// Ids of what has ended are remembered for a while, so that a repetition changes nothing; memory is bounded.
/// </summary>
/// <remarks>
/// The clock is read once, when an operation begins. A hold whose time is over by then counts for nothing, whether or not somebody has swept it up:
/// each operation sweeps the accounts that it touches, and only looks through their holds when the earliest end has passed.
/// </remarks>
internal sealed class MemoryQuotaStore(TimeProvider time) : IQuotaStore
{
    private readonly ConcurrentDictionary<string, MemoryAccount> _accounts = new(StringComparer.Ordinal);
    private readonly MemoryCalls _calls = new(time);

    public bool KeepsRecords => false;

    public ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(reservation);
        var accounts = new MemoryAccount[reservation.Accounts.Count];
        for (var i = 0; i < accounts.Length; i++)
        {
            var wanted = reservation.Accounts[i];
            if (Find(wanted) is not { } account)
            {
                return new(_calls.Contains(reservation.Id)
                    ? new QuotaResult(QuotaOutcome.Duplicate)
                    : new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, wanted.Key));
            }

            accounts[i] = account;
        }

        Sort(accounts);
        return new(Hold(reservation, accounts));
    }

    public ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(settlement);
        while (true)
        {
            // A hold may come or go between the look and the lock; then it is looked at again.
            var result = _calls.FindOpen(settlement.ReservationId) is { } hold ? Charge(hold, settlement.ActualMicros) : ChargeLate(settlement);
            if (result is { } done)
            {
                return new(done);
            }
        }
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken)
    {
        var now = Now();
        var isDone = _calls.FindOpen(reservationId) is { } hold && End(hold, now, onlyIfOver: false, out var wasOver) && !wasOver;
        return new(new QuotaResult(isDone ? QuotaOutcome.Applied : QuotaOutcome.Duplicate));
    }

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(extension);
        return new(_calls.FindOpen(extension.ReservationId) is { } hold
            ? Extend(hold, extension)
            : new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation));
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

        LockSwept(account, Now());
        try
        {
            return new(account.AdjustLocked(entry));
        }
        finally
        {
            account.Gate.Exit();
        }
    }

    public ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        return new(_accounts.TryGetValue(account, out var found) ? Standing(found) : null);
    }

    public ValueTask<int> ReapAsync(CancellationToken cancellationToken)
    {
        var now = Now();
        var count = 0;
        foreach (var hold in _calls.ListOpen())
        {
            count += End(hold, now, onlyIfOver: true, out _) ? 1 : 0;
        }

        return new(count);
    }

    public async IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (key, account) in _accounts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, Standing(account));
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private long Now() => time.GetUtcNow().UtcTicks;

    private static long After(long now, TimeSpan lifetime) => lifetime.Ticks > DateTimeOffset.MaxValue.UtcTicks - now ? DateTimeOffset.MaxValue.UtcTicks : now + lifetime.Ticks;

    private MemoryAccount? Find(QuotaAccount wanted)
    {
        if (wanted.LimitMicros is not { } limit)
        {
            return _accounts.TryGetValue(wanted.Key, out var known) && known.IsOpen ? known : null;
        }

        var account = _accounts.GetOrAdd(wanted.Key, static key => new(key));
        account.Configure(limit);
        return account;
    }

    private QuotaStanding Standing(MemoryAccount account)
    {
        var now = time.GetUtcNow();
        LockSwept(account, now.UtcTicks);
        try
        {
            return account.StandingLocked(now);
        }
        finally
        {
            account.Gate.Exit();
        }
    }

    private QuotaResult Hold(QuotaReservation reservation, MemoryAccount[] accounts)
    {
        var now = Now();
        LockSwept(accounts, now);
        try
        {
            if (_calls.Contains(reservation.Id))
            {
                return new(QuotaOutcome.Duplicate);
            }

            if (Refuse(accounts, reservation.AmountMicros) is { } refused)
            {
                return refused;
            }

            var hold = new MemoryHold(reservation.Id, accounts, reservation.AmountMicros, After(now, reservation.Lifetime));
            if (!_calls.TryOpen(hold))
            {
                return new(QuotaOutcome.Duplicate);
            }

            foreach (var account in accounts)
            {
                account.AddLocked(hold);
            }

            return new(QuotaOutcome.Applied);
        }
        finally
        {
            Unlock(accounts);
        }
    }

    private QuotaResult Extend(MemoryHold hold, QuotaExtension extension)
    {
        var now = Now();
        LockSwept(hold.Accounts, now);
        try
        {
            if (_calls.FindOpen(hold.Id) != hold)
            {
                return new(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation);
            }

            if (extension.Sequence <= hold.Sequence)
            {
                return new(QuotaOutcome.Duplicate);
            }

            if (Refuse(hold.Accounts, extension.AmountMicros) is { } refused)
            {
                return refused;
            }

            hold.AmountMicros += extension.AmountMicros;
            hold.Sequence = extension.Sequence;
            hold.ExpiresAt = After(now, extension.Lifetime);
            foreach (var account in hold.Accounts)
            {
                account.ExtendLocked(hold, extension.AmountMicros);
            }

            return new(QuotaOutcome.Applied);
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    private static QuotaResult? Refuse(MemoryAccount[] accounts, long amount)
    {
        foreach (var account in accounts)
        {
            if (account.RefuseLocked(amount) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    private QuotaResult? Charge(MemoryHold hold, long actual)
    {
        var now = Now();
        Lock(hold.Accounts);
        try
        {
            if (!_calls.TryEnd(hold.Id, isCharged: true))
            {
                return null;
            }

            foreach (var account in hold.Accounts)
            {
                account.DropLocked(hold);
                account.ChargeLocked(actual);
            }

            return new(QuotaOutcome.Applied, IsOverrun: actual > hold.AmountMicros, IsLate: hold.ExpiresAt <= now);
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    /// <summary>Charges what has no open hold. Null when one has been made meanwhile.</summary>
    private QuotaResult? ChargeLate(QuotaSettlement settlement)
    {
        var accounts = new MemoryAccount[settlement.Accounts.Count];
        for (var i = 0; i < accounts.Length; i++)
        {
            accounts[i] = _accounts.GetOrAdd(settlement.Accounts[i].Key, static key => new(key));
            if (settlement.Accounts[i].LimitMicros is { } limit)
            {
                accounts[i].ConfigureIfUnknown(limit);
            }
        }

        Sort(accounts);
        Lock(accounts);
        try
        {
            if (_calls.TryChargeWithoutHold(settlement.ReservationId) is not { } isFirst)
            {
                return null;
            }

            if (!isFirst)
            {
                return new(QuotaOutcome.Duplicate);
            }

            foreach (var account in accounts)
            {
                account.ChargeLocked(settlement.ActualMicros);
            }

            return new(QuotaOutcome.Applied, IsLate: true);
        }
        finally
        {
            Unlock(accounts);
        }
    }

    /// <summary>Ends a hold without a charge; only one of those who try does.</summary>
    private bool End(MemoryHold hold, long now, bool onlyIfOver, out bool wasOver)
    {
        Lock(hold.Accounts);
        try
        {
            wasOver = hold.ExpiresAt <= now;
            if ((onlyIfOver && !wasOver) || !_calls.TryEnd(hold.Id, isCharged: false))
            {
                return false;
            }

            foreach (var account in hold.Accounts)
            {
                account.DropLocked(hold);
            }

            return true;
        }
        finally
        {
            Unlock(hold.Accounts);
        }
    }

    /// <summary>Ends what is over on an account. The holds have further accounts, so that its gate can't be kept meanwhile.</summary>
    private int Sweep(MemoryAccount account, long now)
    {
        List<MemoryHold> over;
        lock (account.Gate)
        {
            if (!account.MayHaveOverLocked(now))
            {
                return 0;
            }

            over = account.OverLocked(now);
        }

        var count = 0;
        foreach (var hold in over)
        {
            count += End(hold, now, onlyIfOver: true, out _) ? 1 : 0;
        }

        return count;
    }

    private void LockSwept(MemoryAccount account, long now)
    {
        account.Gate.Enter();
        while (account.MayHaveOverLocked(now))
        {
            account.Gate.Exit();
            Sweep(account, now);
            account.Gate.Enter();
        }
    }

    private void LockSwept(MemoryAccount[] accounts, long now)
    {
        Lock(accounts);
        while (FirstToSweep(accounts, now) is { } account)
        {
            Unlock(accounts);
            Sweep(account, now);
            Lock(accounts);
        }
    }

    private static MemoryAccount? FirstToSweep(MemoryAccount[] accounts, long now)
    {
        foreach (var account in accounts)
        {
            if (account.MayHaveOverLocked(now))
            {
                return account;
            }
        }

        return null;
    }

    private static void Sort(MemoryAccount[] accounts)
    {
        // Two or three of them: no comparer, no delegate.
        for (var i = 1; i < accounts.Length; i++)
        {
            for (var j = i; j > 0 && string.CompareOrdinal(accounts[j - 1].Key, accounts[j].Key) > 0; j--)
            {
                (accounts[j - 1], accounts[j]) = (accounts[j], accounts[j - 1]);
            }
        }
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
