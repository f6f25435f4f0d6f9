namespace OneApi.Client.Routing;

/// <summary>A hash that is the same in every process, version and year: subjects keep their side of a canary and their channel.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a of 64 bits over UTF-16 code units, a unit that no text has between the two texts, and the last step of MurmurHash3, so that all bits are good.</summary>
    public static ulong Of(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var hash = 14695981039346656037UL;
        hash = Add(hash, one);
        hash = (hash ^ 0x1FFFF) * 1099511628211UL;
        hash = Add(hash, other);
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public static double FractionOf(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => (Of(one, other) >> 11) / (double)(1UL << 53);

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return hash;
    }
}
