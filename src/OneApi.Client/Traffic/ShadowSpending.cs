namespace OneApi.Client.Traffic;

/// <summary>What copies cost in a day. What is running counts with the most that it may cost, so that a limit holds.</summary>
internal sealed class ShadowSpending(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateOnly _day;
    private long _spent;
    private long _held;

    /// <summary>Gets what was spent today, in micro-dollars.</summary>
    public long TodayMicros
    {
        get
        {
            lock (_lock)
            {
                Turn();
                return _spent;
            }
        }
    }

    /// <summary>Sets the most that a copy may cost aside.</summary>
    public bool TryHold(long micros, long? limit)
    {
        lock (_lock)
        {
            Turn();
            if (limit is { } most && micros > most - _spent - _held)
            {
                return false;
            }

            _held += micros;
            return true;
        }
    }

    public void Settle(long held, long cost)
    {
        lock (_lock)
        {
            Turn();
            _held -= held;
            _spent = cost > long.MaxValue - _spent ? long.MaxValue : _spent + cost;
        }
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today != _day)
        {
            (_day, _spent) = (today, 0);
        }
    }
}
