namespace OneApi.Client.Testing.Replay;

/// <summary>Compares paths from the end, since base URLs differ.</summary>
internal static class PathSuffix
{
    /// <summary>One path is the end of the other; or both end in the same two segments, or in the same verb (<c>:generateContent</c>).</summary>
    public static bool Matches(string left, string right)
    {
        var one = Segments(left);
        var other = Segments(right);
        var shorter = Math.Min(one.Length, other.Length);
        var same = 0;

        while (same < shorter && one[^(same + 1)] == other[^(same + 1)])
        {
            same++;
        }

        return same == shorter || same >= 2 || (Verb(one) is { } verb && verb == Verb(other));
    }

    private static string[] Segments(string path) => Uri.UnescapeDataString(path).Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string? Verb(string[] segments)
        => segments is [.., var last] && last.LastIndexOf(':') is >= 0 and var colon ? last[colon..] : null;
}
