using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Looks into what the caller wrote in Anthropic's own words.</summary>
internal static class AnthropicRaw
{
    /// <summary>The object that the caller gave for a member, the raw request before the additional properties; null for none and for anything else.</summary>
    public static JsonObject? ObjectOf(ChatRequest request, string name)
    {
        if (request.Raw?.ContainsKey(name) == true)
        {
            return request.Raw[name] as JsonObject;
        }

        if (request.Options?.AdditionalProperties?.TryGetValue(name, out var value) != true || value is null)
        {
            return null;
        }

        try
        {
            return value as JsonObject ?? JsonNode.Parse(JsonWrite.Text(value)) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // a text that is no object
        }
    }
}
