using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Finish reasons (protocols/qwen.md §12). While an answer is being made the reason is null, or the string <c>"null"</c>.</summary>
internal static class DashScopeFinish
{
    public static ChatFinishReason? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("null"u8))
        {
            return null;
        }

        if (reader.ValueTextEquals("stop"u8))
        {
            return ChatFinishReason.Stop;
        }

        return JsonRead.Text(ref reader) switch
        {
            "length" => ChatFinishReason.Length,
            "tool_calls" => ChatFinishReason.ToolCalls,
            "content_filter" => ChatFinishReason.ContentFilter,
            var word => string.IsNullOrWhiteSpace(word) ? null : new(word),
        };
    }
}
