using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Finish reasons (protocols/hunyuan.md §7). While an answer is being made the reason is empty.</summary>
internal static class HunyuanFinish
{
    public static ChatFinishReason? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals(""u8))
        {
            return null;
        }

        return JsonRead.Text(ref reader) switch
        {
            "stop" => ChatFinishReason.Stop,
            "tool_calls" => ChatFinishReason.ToolCalls,
            "sensitive" or "content_filter" => ChatFinishReason.ContentFilter,
            "length" => ChatFinishReason.Length,
            var word => string.IsNullOrWhiteSpace(word) ? null : new(word),
        };
    }
}
