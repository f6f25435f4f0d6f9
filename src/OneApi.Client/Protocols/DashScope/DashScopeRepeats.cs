using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Finds what is new in events that repeat the whole answer so far: <c>incremental_output: false</c> (protocols/qwen.md §5).</summary>
internal sealed class DashScopeRepeats
{
    private string _text = string.Empty;
    private string _reasoning = string.Empty;
    private int _parts;

    public string? NewText(string? whole) => New(whole, ref _text);

    public string? NewReasoning(string? whole) => New(whole, ref _reasoning);

    public List<AIContent>? NewParts(List<AIContent>? whole)
    {
        if (whole is null || whole.Count <= _parts)
        {
            return null;
        }

        var added = whole[_parts..];
        _parts = whole.Count;
        return added;
    }

    /// <summary>Text that does not begin with what came before can't be taken back; it counts as a piece of its own.</summary>
    private static string? New(string? whole, ref string known)
    {
        if (string.IsNullOrEmpty(whole))
        {
            return null;
        }

        var added = whole.StartsWith(known, StringComparison.Ordinal) ? whole[known.Length..] : whole;
        known = added.Length == whole.Length && known.Length > 0 ? known + whole : whole;
        return added;
    }
}
