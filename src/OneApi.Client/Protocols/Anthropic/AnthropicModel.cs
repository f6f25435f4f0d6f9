namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// What a generation of models takes (protocols/anthropic.md §2, §7, and the vendor's migration guides). Names of any platform are
/// understood: <c>claude-opus-4-5-20251101</c>, <c>us.anthropic.claude-opus-4-5-20251101-v1:0</c>, <c>anthropic/claude-opus-4.5</c>,
/// <c>claude-3-7-sonnet@20250219</c>.
/// </summary>
internal sealed record AnthropicModel
{
    private const string ClaudeName = "claude";
    private const int Newest = int.MaxValue;

    /// <summary>The rows, the newest first. A row holds from its version on; an empty family means any.</summary>
    private static readonly (string Family, int Version, AnthropicModel Model)[] Rows =
    [
        ("fable", 501, new() { Thinking = AnthropicThinkingKind.Always, FixedSampling = true, ForcedToolChoice = false, DefaultMaxTokens = 32_000 }),
        ("mythos", 501, new() { Thinking = AnthropicThinkingKind.Always, FixedSampling = true, ForcedToolChoice = false, DefaultMaxTokens = 32_000 }),
        ("fable", 0, new() { Thinking = AnthropicThinkingKind.Always, FixedSampling = true, DefaultMaxTokens = 32_000 }),
        ("mythos", 0, new() { Thinking = AnthropicThinkingKind.Always, FixedSampling = true, DefaultMaxTokens = 32_000 }),
        ("", 407, new() { Thinking = AnthropicThinkingKind.Adaptive, FixedSampling = true, DefaultMaxTokens = 32_000 }),
        ("", 406, new() { Thinking = AnthropicThinkingKind.Adaptive, HighestEffort = "max", OneSampler = true, DefaultMaxTokens = 32_000 }),
        ("", 405, new() { Prefill = true, OneSampler = true, DefaultMaxTokens = 16_384, MaxTokens = 64_000 }),
        ("opus", 401, new() { Prefill = true, OneSampler = true, DefaultMaxTokens = 16_384, MaxTokens = 32_000 }),
        ("opus", 400, new() { Prefill = true, DefaultMaxTokens = 16_384, MaxTokens = 32_000 }),
        ("", 400, new() { Prefill = true, DefaultMaxTokens = 16_384, MaxTokens = 64_000 }),
        ("", 307, new() { Prefill = true, Display = false, DefaultMaxTokens = 16_384, MaxTokens = 64_000 }),
        ("", 305, new() { Prefill = true, Thinking = AnthropicThinkingKind.Never, DefaultMaxTokens = 8_192 }),
        ("", 0, new() { Prefill = true, Thinking = AnthropicThinkingKind.Never }),
    ];

    /// <summary>Other vendors' models behind this wire: they take budgets, and nothing more is known of them.</summary>
    private static readonly AnthropicModel Other = new() { Display = false };

    /// <summary>Gets how the models are told to think.</summary>
    public AnthropicThinkingKind Thinking { get; private init; } = AnthropicThinkingKind.Budget;

    /// <summary>Gets the word for the effort above high.</summary>
    public string HighestEffort { get; private init; } = "xhigh";

    /// <summary>Gets a value indicating whether <c>thinking.display</c> is known.</summary>
    public bool Display { get; private init; } = true;

    /// <summary>Gets a value indicating whether temperature, top_p and top_k can't be changed.</summary>
    public bool FixedSampling { get; private init; }

    /// <summary>Gets a value indicating whether temperature and top_p exclude each other.</summary>
    public bool OneSampler { get; private init; }

    /// <summary>Gets a value indicating whether the choice of a tool can be forced.</summary>
    public bool ForcedToolChoice { get; private init; } = true;

    /// <summary>Gets a value indicating whether a last message of the assistant is taken for the beginning of the answer: 4.6 and later refuse one (migration guide).</summary>
    public bool Prefill { get; private init; }

    /// <summary>
    /// Gets the output limit where the caller names none: 4096 is safe everywhere; newer models get more, yet less than they could,
    /// since before 4.5 a prompt and a limit that together pass the context window are refused.
    /// </summary>
    public int DefaultMaxTokens { get; private init; } = 4_096;

    /// <summary>Gets the largest output limit, where thinking budgets may come near it.</summary>
    public int MaxTokens { get; private init; } = int.MaxValue;

    public static AnthropicModel Of(string name)
    {
        var start = name.IndexOf(ClaudeName, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return Other;
        }

        var (family, version) = Parse(name.AsSpan(start + ClaudeName.Length));
        foreach (var row in Rows)
        {
            if (version >= row.Version && (row.Family.Length == 0 || family.Equals(row.Family, StringComparison.OrdinalIgnoreCase)))
            {
                return row.Model;
            }
        }

        return Other;
    }

    /// <summary>Family and version, whichever comes first: a date ends the version, and no version at all means the newest.</summary>
    private static (string Family, int Version) Parse(ReadOnlySpan<char> rest)
    {
        var family = string.Empty;
        int? major = null;
        int? minor = null;
        foreach (var range in rest.SplitAny('-', '.', '_', '@', ':', '/'))
        {
            var word = rest[range];
            if (word.Length is 1 or 2 && int.TryParse(word, out var number))
            {
                minor ??= major is null ? null : number;
                major ??= number;
            }
            else if (word.Length > 0 && char.IsAsciiDigit(word[0]))
            {
                break;
            }
            else if (family.Length == 0 && word.Length > 2)
            {
                family = word.ToString();
            }
        }

        return (family, major is null ? Newest : (major.Value * 100) + (minor ?? 0));
    }
}
