using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Finish reasons (protocols/gemini.md §8).</summary>
internal static class GeminiFinish
{
    /// <summary>Reads a finish reason; null, for a value that is no text, means "not finished".</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="word">Google's own word when it is not one of the usual two.</param>
    public static ChatFinishReason? Read(ref Utf8JsonReader reader, out string? word)
    {
        word = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("STOP"u8))
        {
            return ChatFinishReason.Stop;
        }

        if (reader.ValueTextEquals("MAX_TOKENS"u8))
        {
            return ChatFinishReason.Length;
        }

        word = reader.GetString()!;
        return word.Length == 0 ? null : Of(word);
    }

    private static ChatFinishReason Of(string word) => word switch
    {
        "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY"
            or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" or "MODEL_ARMOR" => ChatFinishReason.ContentFilter,
        _ => new(word),
    };
}
