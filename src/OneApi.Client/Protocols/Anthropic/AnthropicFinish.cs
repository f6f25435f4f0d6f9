using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Stop reasons (protocols/anthropic.md §8).</summary>
internal static class AnthropicFinish
{
    /// <summary>The additional property in which a stop reason is kept that says more than the finish reason it became.</summary>
    public const string Property = "stop_reason";

    /// <summary>Reads a stop reason; null, for null and for a value that is no text, means "not finished".</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="others">Gets the raw word where it says more.</param>
    public static ChatFinishReason? Read(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var value = reader;
        var word = reader.GetString()!;
        switch (word)
        {
            case "":
                return null;
            case "end_turn" or "stop_sequence":
                return ChatFinishReason.Stop;
            case "max_tokens":
                return ChatFinishReason.Length;
            case "tool_use":
                return ChatFinishReason.ToolCalls;
            case "refusal":
                return ChatFinishReason.ContentFilter;
            case "model_context_window_exceeded":
                Keep(ref value, ref others);
                return ChatFinishReason.Length;
            case "pause_turn" or "compaction":
                Keep(ref value, ref others);
                return ChatFinishReason.Stop;
            default:
                return new(word);
        }
    }

    /// <summary>Says whether an answer without content is an empty one: not when it was cut, paused or stopped by a sequence, and not after a tool's result, where the model may have nothing to add.</summary>
    public static bool IsEmpty(ChatFinishReason? finish, AdditionalPropertiesDictionary? others, bool afterResult) =>
        (finish is null || finish == ChatFinishReason.ToolCalls || (finish == ChatFinishReason.Stop && !afterResult))
        && others?.ContainsKey(Property) != true && others?.ContainsKey("stop_sequence") != true;

    private static void Keep(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others) => (others ??= [])[Property] = JsonRead.Element(ref reader);
}
