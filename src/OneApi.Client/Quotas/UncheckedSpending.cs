namespace OneApi.Client.Quotas;

/// <summary>What was let through since the store was last heard of. Thread-safe.</summary>
internal sealed class UncheckedSpending
{
    private long _micros;

    public bool TrySpend(long amount, long cap)
    {
        for (; ; )
        {
            var spent = Interlocked.Read(ref _micros);
            if (amount > cap - spent)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _micros, spent + amount, spent) == spent)
            {
                return true;
            }
        }
    }

    /// <summary>The store has answered.</summary>
    public void Clear()
    {
        if (Volatile.Read(ref _micros) != 0)
        {
            Volatile.Write(ref _micros, 0);
        }
    }
}
