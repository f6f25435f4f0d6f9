using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>What contents carry in their additional properties so that they can go back exactly as they came.</summary>
internal static class AnthropicMarks
{
    /// <summary>Before the name of a block's member that no content type has a place for (<c>anthropic.caller</c>).</summary>
    public const string Prefix = "anthropic.";

    /// <summary>A block that no content type fits, as it came.</summary>
    public const string Block = Prefix + "block";

    /// <summary>On reasoning: it was redacted, and its protected data is the block's <c>data</c>.</summary>
    public const string Redacted = Prefix + "redacted";

    /// <summary>On reasoning that was read from this wire: its signature, which may come with a later piece, is one that servers of this wire take.</summary>
    public const string Signed = Prefix + "signed";

    /// <summary>On an annotation: the citation as it came.</summary>
    public const string Citation = Prefix + "citation";

    /// <summary>On a tool: the tool as a caller of this wire has written it.</summary>
    public const string Tool = Prefix + "tool";

    /// <summary>True when this server may read what only its maker can: it made it, nobody says who did, or a caller brought it over this wire, whose servers take each other's.</summary>
    public static bool BelongsTo(AIContent content, string provider) => OpaqueState.BelongsTo(content, provider) || OpaqueState.BelongsTo(content, Wires.Messages);

    public static AIContent Keep(JsonElement block, string provider)
    {
        var content = new AIContent { RawRepresentation = block, AdditionalProperties = new() { [Block] = block } };
        OpaqueState.Mark(content, provider);
        return content;
    }

    /// <summary>The block that a content holds in the wire's own words: one of ours, or one that the caller made.</summary>
    public static object? BlockOf(AIContent content)
    {
        var block = Find(content.AdditionalProperties, Block) ?? (content.GetType() == typeof(AIContent) ? content.RawRepresentation : null);
        return block is JsonElement { ValueKind: JsonValueKind.Object } or JsonObject ? block : null;
    }

    public static bool IsRedacted(TextReasoningContent content) => Find(content.AdditionalProperties, Redacted) is true or JsonElement { ValueKind: JsonValueKind.True };

    public static JsonElement? CitationOf(AIAnnotation annotation) =>
        Find(annotation.AdditionalProperties, Citation) is JsonElement { ValueKind: JsonValueKind.Object } citation ? citation : null;

    /// <summary>True when a caller brought the content over this wire, so that its members are members of requests.</summary>
    public static bool IsCallers(AIContent content) => OpaqueState.IsMadeBy(content, Wires.Messages);

    public static JsonElement? ToolOf(AITool tool) =>
        tool.AdditionalProperties.TryGetValue(Tool, out var value) && value is JsonElement { ValueKind: JsonValueKind.Object } element ? element : null;

    private static object? Find(AdditionalPropertiesDictionary? properties, string name) => properties is not null && properties.TryGetValue(name, out var value) ? value : null;
}
