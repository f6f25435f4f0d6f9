using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// The names under which contents and options carry what only Anthropic's wire has a word for. They are those that the gateway's own reader and
/// writer of that wire use, so that what a caller says reaches an Anthropic channel as he said it, and nobody else sees it.
/// </summary>
internal static class MessagesMarks
{
    /// <summary>Before the name of a block's member that no content type has a place for (<c>anthropic.cache_control</c>).</summary>
    public const string Member = "anthropic.";

    /// <summary>A block as it came. Beside it the content says as much of it as other wires can carry.</summary>
    public const string Block = Member + "block";

    /// <summary>On a call: who calls, where its maker says so.</summary>
    public const string Caller = Member + "caller";

    /// <summary>A tool as it came.</summary>
    public const string Tool = Member + "tool";

    /// <summary>On reasoning: it was redacted, and its protected data is the block's <c>data</c>.</summary>
    public const string Redacted = Member + "redacted";

    /// <summary>On reasoning that a server of this wire has made: its signature is one of this wire.</summary>
    public const string Signed = Member + "signed";

    /// <summary>On an annotation: the citation as it came.</summary>
    public const string Citation = Member + "citation";

    /// <summary>Before the name of a request's member that goes to channels of this wire only.</summary>
    public const string Setting = Wires.Messages + ":";

    /// <summary>The additional property of the options for the caller's <c>anthropic-beta</c> header; only channels of this wire get it.</summary>
    public const string Beta = Setting + "anthropic-beta";

    private const string Maker = "oneapi.provider";

    /// <summary>Marks what only servers of this wire can read. The caller does not say which of them made it, and they take each other's.</summary>
    public static T Own<T>(T content)
        where T : AIContent
    {
        (content.AdditionalProperties ??= [])[Maker] = Wires.Messages;
        return content;
    }

    public static T Keep<T>(T content, JsonElement block)
        where T : AIContent
    {
        (content.AdditionalProperties ??= [])[Block] = block;
        return Own(content);
    }

    public static JsonElement? BlockOf(AIContent content) => Find(content.AdditionalProperties, Block);

    public static JsonElement? CitationOf(AIAnnotation annotation) => Find(annotation.AdditionalProperties, Citation);

    public static bool IsRedacted(TextReasoningContent content) => Has(content, Redacted);

    public static bool IsSigned(TextReasoningContent content) => Has(content, Signed);

    private static bool Has(AIContent content, string name) =>
        content.AdditionalProperties is { } properties && properties.TryGetValue(name, out var value) && value is true or JsonElement { ValueKind: JsonValueKind.True };

    private static JsonElement? Find(AdditionalPropertiesDictionary? properties, string name) =>
        properties is not null && properties.TryGetValue(name, out var value) && value is JsonElement { ValueKind: JsonValueKind.Object } element ? element : null;
}
