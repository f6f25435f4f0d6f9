namespace OneApi.Client.Traffic;

/// <summary>Times by their size: from a millisecond up, each class four percent wider than the one before. Used under its owner's lock.</summary>
internal sealed class TimeHistogram
{
    private const double Growth = 1.04;
    private const int Classes = 360; // up to about 21 minutes
    private readonly int[] _counts = new int[Classes];

    public long Count { get; private set; }

    public void Add(TimeSpan time)
    {
        _counts[ClassOf(time)]++;
        Count++;
    }

    public void Add(TimeHistogram other)
    {
        for (var i = 0; i < Classes; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The time that a share of all is not above; null when there are none.</summary>
    public TimeSpan? Quantile(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        var wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        var at = 0;
        while ((seen += _counts[at]) < wanted)
        {
            at++;
        }

        return TimeSpan.FromMilliseconds(Math.Pow(Growth, at + 0.5)); // the middle of the class
    }

    /// <summary>How many are certainly above a time: those of its own class are not.</summary>
    public long CountAbove(TimeSpan time)
    {
        long above = 0;
        for (var i = ClassOf(time) + 1; i < Classes; i++)
        {
            above += _counts[i];
        }

        return above;
    }

    private static int ClassOf(TimeSpan time) =>
        time.TotalMilliseconds <= 1 ? 0 : Math.Min(Classes - 1, (int)(Math.Log(time.TotalMilliseconds) / Math.Log(Growth)));
}
