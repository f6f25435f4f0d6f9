namespace OneApi.Client.Protocols.Anthropic;

/// <summary>The blocks of an answer that have a content type of their own; all others are kept as they came.</summary>
internal enum AnthropicBlockKind
{
    Raw,
    Text,
    Thinking,
    RedactedThinking,
    ToolUse,
}
