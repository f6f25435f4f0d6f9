using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Finish reasons of this wire and of the servers that have words of their own (openai.md §8 and the provider pages).</summary>
internal static class OpenAIFinish
{
    /// <summary>Reads a finish reason; null, <c>""</c> and <c>"null"</c> mean "not finished". A reason that is a fault is told apart.</summary>
    public static ChatFinishReason? Read(ref Utf8JsonReader reader, out bool isFault)
    {
        isFault = false;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("stop"u8))
        {
            return ChatFinishReason.Stop;
        }

        if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
        {
            return ChatFinishReason.ToolCalls;
        }

        var word = reader.GetString()!;
        isFault = word is "error" or "network_error" or "abort" or "insufficient_system_resource";
        return word switch
        {
            "" or "null" => null,
            "length" or "model_length" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "content_filter" or "sensitive" => ChatFinishReason.ContentFilter,
            _ => new(word),
        };
    }
}
