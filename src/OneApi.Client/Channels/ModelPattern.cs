namespace OneApi.Client.Channels;

/// <summary>A public model name with <c>*</c> for any characters, compared without regard to case.</summary>
internal static class ModelPattern
{
    public static bool Matches(string pattern, string model) =>
        pattern.Contains('*', StringComparison.Ordinal)
            ? MatchesParts(pattern, model)
            : pattern.Equals(model, StringComparison.OrdinalIgnoreCase);

    public static bool AnyMatches(IReadOnlyList<string> patterns, string model)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], model))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesParts(ReadOnlySpan<char> pattern, ReadOnlySpan<char> model)
    {
        var star = pattern.IndexOf('*');
        if (!model.StartsWith(pattern[..star], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        model = model[star..];
        pattern = pattern[(star + 1)..];
        while ((star = pattern.IndexOf('*')) >= 0)
        {
            var at = model.IndexOf(pattern[..star], StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            model = model[(at + star)..];
            pattern = pattern[(star + 1)..];
        }

        return model.EndsWith(pattern, StringComparison.OrdinalIgnoreCase);
    }
}
