namespace OneApi.Client.Quotas;

/// <summary>One account of the in-memory store. Everything but its key and whether it is open is read and written under its gate.</summary>
internal sealed class MemoryAccount(string key)
{
    private readonly HashSet<MemoryHold> _holds = [];

    /// <summary>Ids of the changes of the limit. Kept for ever, as the contract says: they are made by people, and few.</summary>
    private readonly HashSet<Guid> _entries = [];
    private long _configuredMicros = -1;
    private long _limitMicros;
    private long _settledMicros;
    private long _heldMicros;
    private long _earliestEnd = long.MaxValue;
    private volatile bool _isOpen;

    public string Key { get; } = key;

    public Lock Gate { get; } = new();

    /// <summary>Gets a value indicating whether an entry or the configuration gave it a limit. A charge alone does not.</summary>
    public bool IsOpen => _isOpen;

    private long LimitMicros => Volatile.Read(ref _configuredMicros) is >= 0 and var configured ? configured : _limitMicros;

    /// <summary>Takes the configuration's limit; the newest wins. Needs no gate.</summary>
    public void Configure(long limitMicros)
    {
        if (Volatile.Read(ref _configuredMicros) != limitMicros)
        {
            Volatile.Write(ref _configuredMicros, limitMicros);
        }

        if (!_isOpen)
        {
            _isOpen = true;
        }
    }

    /// <summary>Takes the limit that was the configuration's when the call began, where none is known.</summary>
    public void ConfigureIfUnknown(long limitMicros)
    {
        Interlocked.CompareExchange(ref _configuredMicros, limitMicros, -1);
        _isOpen = true;
    }

    public QuotaStanding StandingLocked(DateTimeOffset asOf) => new(LimitMicros, _settledMicros, _heldMicros, asOf);

    /// <summary>Whether a hold may be over; false is certain.</summary>
    public bool MayHaveOverLocked(long now) => _earliestEnd <= now;

    /// <summary>The holds that are over.</summary>
    public List<MemoryHold> OverLocked(long now)
    {
        var over = new List<MemoryHold>();
        _earliestEnd = long.MaxValue;
        foreach (var hold in _holds)
        {
            if (hold.ExpiresAt <= now)
            {
                over.Add(hold);
            }

            _earliestEnd = Math.Min(_earliestEnd, hold.ExpiresAt);
        }

        return over;
    }

    /// <summary>Null when the amount may be set aside, else the refusal.</summary>
    public QuotaResult? RefuseLocked(long amount)
    {
        // 128 bits: overruns and a lowered limit may take the difference below what 64 hold.
        var left = (Int128)LimitMicros - _settledMicros;
        if (left - _heldMicros >= amount)
        {
            return null;
        }

        var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
        return new(QuotaOutcome.Refused, why, Key, (long)left);
    }

    public void AddLocked(MemoryHold hold)
    {
        _heldMicros += hold.AmountMicros;
        _holds.Add(hold);
        _earliestEnd = Math.Min(_earliestEnd, hold.ExpiresAt);
    }

    /// <summary>Takes in that a hold is larger by an amount, or ends at another time.</summary>
    public void ExtendLocked(MemoryHold hold, long amountMicros)
    {
        _heldMicros += amountMicros;
        _earliestEnd = Math.Min(_earliestEnd, hold.ExpiresAt);
    }

    public void DropLocked(MemoryHold hold)
    {
        _heldMicros -= hold.AmountMicros;
        _holds.Remove(hold);
    }

    /// <summary>Adds a charge; what no counter could hold stops at its end, since a call that was served must be settled.</summary>
    public void ChargeLocked(long amountMicros) => _settledMicros = _settledMicros > long.MaxValue - amountMicros ? long.MaxValue : _settledMicros + amountMicros;

    public QuotaResult AdjustLocked(QuotaEntry entry)
    {
        if (_entries.Contains(entry.Id))
        {
            return new(QuotaOutcome.Duplicate);
        }

        var available = (Int128)LimitMicros - _settledMicros - _heldMicros;
        if (entry.AmountMicros < 0 && available + entry.AmountMicros < 0)
        {
            return _isOpen
                ? new(QuotaOutcome.Refused, QuotaRefusal.TooLarge, Key, (long)Int128.Max(available, long.MinValue))
                : new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, Key);
        }

        if ((Int128)_limitMicros + entry.AmountMicros > long.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(entry), entry.AmountMicros, $"AmountMicros would raise the limit of '{Key}' above {long.MaxValue}; it is {_limitMicros}.");
        }

        _entries.Add(entry.Id);
        _limitMicros += entry.AmountMicros;
        _isOpen = true;
        return new(QuotaOutcome.Applied);
    }
}
