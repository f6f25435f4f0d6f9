using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Stop reasons (protocols/anthropic.md §8).</summary>
internal static class AnthropicFinish
{
    /// <summary>Words that mean an ordinary end although they are no <c>end_turn</c>: the raw word is kept beside them.</summary>
    public const string RawProperty = "stop_reason";

    public static ChatFinishReason? Read(ref Utf8JsonReader reader, out string? raw)
    {
        raw = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("end_turn"u8) || reader.ValueTextEquals("stop_sequence"u8))
        {
            return ChatFinishReason.Stop;
        }

        var word = reader.GetString()!;
        switch (word)
        {
            case "tool_use":
                return ChatFinishReason.ToolCalls;
            case "max_tokens":
                return ChatFinishReason.Length;
            case "model_context_window_exceeded":
                raw = word;
                return ChatFinishReason.Length;
            case "refusal":
                return ChatFinishReason.ContentFilter;
            case "pause_turn" or "compaction":
                raw = word;
                return ChatFinishReason.Stop;
            case "":
                return null;
            default:
                return new(word);
        }
    }
}
