namespace OneApi.Client.Routing;

/// <summary>
/// How many requests besides the first one calls for a model may make: each call puts a fifth of one in, each second one, up to a hundred.
/// While everything fails, providers so see little more than the calls themselves. Thread-safe.
/// </summary>
internal sealed class RetryBudget(TimeProvider time)
{
    private const double Cap = 100;
    private readonly Lock _lock = new();
    private double _left = Cap;
    private long _filled = time.GetTimestamp();

    /// <summary>A call is made.</summary>
    public void Earn(double share)
    {
        lock (_lock)
        {
            _left = Math.Min(Cap, Refilled() + share);
        }
    }

    /// <summary>Takes what one request costs.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var left = Refilled();
            if (left < 1)
            {
                _left = left;
                return false;
            }

            _left = left - 1;
            return true;
        }
    }

    private double Refilled()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(_filled, now).TotalSeconds;
        _filled = now;
        return Math.Min(Cap, _left + passed);
    }
}
