namespace OneApi.Client.Quotas;

/// <summary>One account of the in-memory store. Everything but its key is read and written under its gate.</summary>
internal sealed class MemoryAccount(string key)
{
    /// <summary>The limit that the configuration gives, or -1. Written without the gate: the newest wins.</summary>
    public long ConfiguredMicros = -1;
    private long _limitMicros;

    public string Key { get; } = key;

    public Lock Gate { get; } = new();

    public HashSet<MemoryHold> Holds { get; } = [];

    /// <summary>Gets the ids of the changes of the limit.</summary>
    public HashSet<Guid> Entries { get; } = [];

    public long LimitMicros
    {
        get => Volatile.Read(ref ConfiguredMicros) is >= 0 and var configured ? configured : _limitMicros;
        set => _limitMicros = value;
    }

    public long SettledMicros { get; set; }

    public long HeldMicros { get; set; }

    public long AvailableMicros => LimitMicros - SettledMicros - HeldMicros;

    public QuotaResult Refuse(long amount)
    {
        var left = LimitMicros - SettledMicros;
        var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
        return new(QuotaOutcome.Refused, why, Key, left);
    }
}
