using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>
/// Marks what only one provider can read (reasoning signatures, raw server-tool blocks) with that provider's id,
/// so that it goes back to its maker and to nobody else.
/// </summary>
internal static class OpaqueState
{
    private const string Property = "oneapi.provider";

    public static void Mark(AIContent content, string provider) => (content.AdditionalProperties ??= [])[Property] = provider;

    /// <summary>True when the members, or some of them, were made by a provider.</summary>
    public static bool IsMarked(AdditionalPropertiesDictionary? members) => members?.ContainsKey(Property) == true;

    /// <summary>True when the content carries this provider's own mark.</summary>
    public static bool IsMadeBy(AIContent content, string provider) => IsMarked(content.AdditionalProperties) && BelongsTo(content, provider);

    /// <summary>True when the content was made by this provider, or carries no mark (it came from elsewhere, and the caller vouches for it).</summary>
    public static bool BelongsTo(AIContent content, string provider)
    {
        if (content.AdditionalProperties is null || !content.AdditionalProperties.TryGetValue(Property, out var mark))
        {
            return true;
        }

        // After a round trip through JSON the mark is an element.
        var made = mark is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString() : mark as string;
        return string.Equals(made, provider, StringComparison.Ordinal);
    }
}
