using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Beta features are asked for in a header; callers name them in AdditionalProperties (protocols/anthropic.md §1).</summary>
internal static class AnthropicBetas
{
    /// <summary>The header, and the additional property: one name, or several.</summary>
    public const string Name = "anthropic-beta";

    public static string? Of(ChatRequest request)
    {
        if (request.Options?.AdditionalProperties?.TryGetValue(Name, out var value) != true)
        {
            return null;
        }

        return value switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            JsonElement { ValueKind: JsonValueKind.Array } element => string.Join(',', element.EnumerateArray().Select(static item => item.ToString())),
            JsonArray array => string.Join(',', array.Select(static item => item?.ToString())),
            IEnumerable<string> names => string.Join(',', names),
            _ => null,
        };
    }
}
