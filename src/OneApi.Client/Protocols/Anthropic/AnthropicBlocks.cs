using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Blocks that Microsoft.Extensions.AI has no content for (server tools and their results, compaction, redacted thinking): kept raw,
/// marked with their maker, and written back unchanged, as the next turn demands (protocols/anthropic.md §4).
/// </summary>
internal static class AnthropicBlocks
{
    /// <summary>The additional property that holds the raw block, so that it survives a round trip through JSON.</summary>
    public const string Property = "anthropic.block";

    public static AIContent Keep(JsonElement block, string provider)
    {
        var content = new AIContent { RawRepresentation = block, AdditionalProperties = new() { [Property] = block } };
        OpaqueState.Mark(content, provider);
        return content;
    }

    /// <summary>Redacted thinking is reasoning without words: its data goes back as it came.</summary>
    public static TextReasoningContent KeepRedacted(JsonElement block, string provider)
    {
        var data = block.TryGetProperty("data"u8, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var content = new TextReasoningContent(string.Empty)
        {
            ProtectedData = data,
            AdditionalProperties = new() { [Property] = block },
        };
        OpaqueState.Mark(content, provider);
        return content;
    }

    public static bool TryGet(AIContent content, out JsonElement block)
    {
        if (content.AdditionalProperties?.TryGetValue(Property, out var value) == true && value is JsonElement { ValueKind: JsonValueKind.Object } element)
        {
            block = element;
            return true;
        }

        block = default;
        return false;
    }
}
