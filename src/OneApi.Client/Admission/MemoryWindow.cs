namespace OneApi.Client.Admission;

/// <summary>What was used in the last minute, in parts of a second. Not thread-safe.</summary>
internal sealed class MemoryWindow
{
    /// <summary>A minute, and the part that is going on: what began in it is still within a minute of its end.</summary>
    private const int Parts = 61;
    private readonly long[] _used = new long[Parts];
    private long _latest = long.MinValue;

    public long Total { get; private set; }

    /// <summary>Forgets what is more than a minute old.</summary>
    public void MoveTo(long second)
    {
        // A clock that was set back by more than the window would leave its marks in the future, and nothing would be counted until then.
        if (_latest == long.MinValue || Math.Abs(second - _latest) >= Parts)
        {
            Array.Clear(_used);
            Total = 0;
            _latest = second;
            return;
        }

        while (_latest < second)
        {
            _latest++;
            Total -= _used[_latest % Parts];
            _used[_latest % Parts] = 0;
        }
    }

    /// <summary>Adds to the part of a second, or takes from it; one that is more than a minute old is left alone.</summary>
    public void Add(long second, long amount)
    {
        if (_latest - second >= Parts || second > _latest)
        {
            return;
        }

        var part = second % Parts;
        var added = Math.Clamp(amount, -_used[part], long.MaxValue - Total);
        _used[part] += added;
        Total += added;
    }

    /// <summary>In how many seconds an amount is free again under a limit; 0 when it is now, and a whole minute when it never is.</summary>
    public long SecondsUntil(long amount, long limit)
    {
        var over = (Int128)Total + amount - limit;
        for (var second = _latest - Parts + 1; over > 0 && second <= _latest; second++)
        {
            if (second >= 0 && (over -= _used[second % Parts]) <= 0)
            {
                return second + Parts - _latest;
            }
        }

        return over > 0 ? Parts - 1 : 0;
    }

    /// <summary>In how many seconds all of it is free again.</summary>
    public long SecondsUntilEmpty()
    {
        for (var second = _latest; second > _latest - Parts && second >= 0; second--)
        {
            if (_used[second % Parts] > 0)
            {
                return second + Parts - _latest;
            }
        }

        return 0;
    }
}
