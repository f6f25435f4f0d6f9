namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Takes the stop text off an answer's end: Hunyuan stops behind the match, not before it (protocols/hunyuan.md §3). What may be the
/// beginning of a stop text is held back until it is clear. Not thread-safe.
/// </summary>
internal sealed class HunyuanStopText(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Takes the next piece; gives what surely belongs to the answer.</summary>
    public string Push(string text)
    {
        var all = _held.Length == 0 ? text : _held + text;
        var sure = all.Length - OpenLength(all);
        _held = all[sure..];
        return sure == all.Length ? all : all[..sure];
    }

    /// <summary>The answer has ended: gives what was held back, without the stop text.</summary>
    public string Finish()
    {
        var cut = 0;
        foreach (var stop in stops)
        {
            if (stop.Length > cut && _held.EndsWith(stop, StringComparison.Ordinal))
            {
                cut = stop.Length;
            }
        }

        var rest = _held[..^cut];
        _held = "";
        return rest;
    }

    /// <summary>The length of the longest end that a stop text begins with.</summary>
    private int OpenLength(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
