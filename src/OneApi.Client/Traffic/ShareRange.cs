namespace OneApi.Client.Traffic;

/// <summary>Where the true share lies behind a counted one: Wilson's interval, which holds for few calls and for shares near 0 and 1.</summary>
internal static class ShareRange
{
    /// <summary>The normal deviate of a two-sided certainty of 95 %.</summary>
    public const double Shown = 1.96;

    /// <summary>A one-sided certainty of 99.9 %: guards look again after every call, so that each look must seldom be wrong.</summary>
    public const double Acted = 3.09;

    public static (double Low, double High) Of(long hits, long count, double deviate)
    {
        if (count == 0)
        {
            return (0, 1);
        }

        var share = hits / (double)count;
        var square = deviate * deviate;
        var middle = share + (square / (2 * count));
        var half = deviate * Math.Sqrt((share * (1 - share) / count) + (square / (4d * count * count)));
        var scale = 1 + (square / count);
        return (Math.Max(0, (middle - half) / scale), Math.Min(1, (middle + half) / scale));
    }
}
