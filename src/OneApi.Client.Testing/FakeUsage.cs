namespace OneApi.Client.Testing;

/// <summary>The tokens of a scripted answer, counted alike for all providers; each fake reports them in its provider's own arithmetic.</summary>
public sealed record FakeUsage
{
    /// <summary>Gets all input tokens, the cached and the cache-written ones included.</summary>
    public int InputTokens { get; init; }

    /// <summary>Gets all output tokens, the reasoning ones included.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Gets how many of the input tokens were read from a cache.</summary>
    public int CachedInputTokens { get; init; }

    /// <summary>Gets how many of the input tokens were written to a cache.</summary>
    /// <remarks>Only wires that report cache writes show them (Anthropic; OpenAI as <c>cache_write_tokens</c> when not zero).</remarks>
    public int CacheWriteTokens { get; init; }

    /// <summary>Gets how many of the output tokens were reasoning.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Counts the tokens of one text as all fakes count: one for each four UTF-16 characters begun.</summary>
    /// <param name="text">The text; an empty one counts 0.</param>
    /// <returns>The number of tokens.</returns>
    public static int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return (text.Length + 3) / 4;
    }
}
