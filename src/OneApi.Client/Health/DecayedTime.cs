namespace OneApi.Client.Health;

/// <summary>A mean of times in which a minute-old one counts a third of a new one. Thread-safe.</summary>
internal sealed class DecayedTime(TimeProvider time)
{
    private static readonly TimeSpan Decay = TimeSpan.FromMinutes(1);

    /// <summary>What a time counts at least, so that times which come all at once don't leave the mean where the first one put it.</summary>
    private const double LeastWeight = 0.05;
    private readonly Lock _lock = new();
    private double _millis = -1;
    private long _last;

    /// <summary>Gets the mean in milliseconds, or null when nothing was measured.</summary>
    public double? Millis
    {
        get
        {
            var millis = Volatile.Read(ref _millis);
            return millis < 0 ? null : millis;
        }
    }

    public void Add(TimeSpan sample)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_millis < 0)
            {
                _millis = sample.TotalMilliseconds;
            }
            else
            {
                var weight = Math.Max(1 - Math.Exp(-(time.GetElapsedTime(_last, now) / Decay)), LeastWeight);
                _millis += (sample.TotalMilliseconds - _millis) * weight;
            }

            _last = now;
        }
    }
}
