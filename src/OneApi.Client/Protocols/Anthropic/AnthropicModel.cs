namespace OneApi.Client.Protocols.Anthropic;

/// <summary>What a model's name says of how it thinks (protocols/anthropic.md §7): a budget up to the 4.5 generation, effort words from 4.6 on.</summary>
internal static class AnthropicModel
{
    /// <summary>Families before adaptive thinking, by the beginning of their names; everything newer takes effort words.</summary>
    private static readonly string[] WithBudget =
    [
        "claude-3", "claude-2", "claude-instant",
        "claude-opus-4-0", "claude-opus-4-1", "claude-opus-4-5", "claude-opus-4-2025",
        "claude-sonnet-4-0", "claude-sonnet-4-5", "claude-sonnet-4-2025",
        "claude-haiku-4-5",
    ];

    /// <summary>Names may carry a platform's prefix (<c>anthropic.claude-…</c>, <c>us.anthropic.claude-…</c>).</summary>
    public static bool ThinksByBudget(string model)
    {
        var at = model.IndexOf("claude-", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return true; // compatible servers know the older form
        }

        var name = model.AsSpan(at);
        foreach (var family in WithBudget)
        {
            if (name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return name.Equals("claude-opus-4", StringComparison.OrdinalIgnoreCase) || name.Equals("claude-sonnet-4", StringComparison.OrdinalIgnoreCase);
    }
}
