namespace OneApi.Client.Protocols.Anthropic;

/// <summary>How a model is told to think (protocols/anthropic.md §7).</summary>
internal enum AnthropicThinkingKind
{
    /// <summary>It can't.</summary>
    Never,

    /// <summary>With a budget of tokens.</summary>
    Budget,

    /// <summary>By itself, steered by an effort.</summary>
    Adaptive,

    /// <summary>By itself, and it can't be switched off.</summary>
    Always,
}
