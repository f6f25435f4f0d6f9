using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Puts OpenRouter's streamed <c>reasoning_details</c> together: texts and summaries of one index are joined, signatures and data
/// come once (openai-compatible.md §5). The array must go back unchanged in tool loops.
/// </summary>
internal sealed class ReasoningDetailsAssembler
{
    private readonly List<JsonObject> _items = [];

    /// <summary>Adds one delta and returns its readable text.</summary>
    public string Add(JsonElement delta)
    {
        foreach (var part in delta.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object)
            {
                Merge(JsonObject.Create(part)!);
            }
        }

        return OpenAIContentParts.DetailsText(delta);
    }

    public TextReasoningContent ToContent(string provider)
    {
        var content = new TextReasoningContent(string.Empty) { ProtectedData = new JsonArray([.. _items]).ToJsonString() };
        OpaqueState.Mark(content, provider);
        return content;
    }

    private void Merge(JsonObject part)
    {
        var index = part["index"]?.ToJsonString();
        var known = _items.Find(item => item["index"]?.ToJsonString() == index && item["type"]?.ToJsonString() == part["type"]?.ToJsonString());
        if (known is null)
        {
            _items.Add(part);
            return;
        }

        foreach (var (name, value) in part)
        {
            var isText = name is "text" or "summary" && known[name] is JsonValue && value is JsonValue;
            known[name] = isText ? known[name]!.GetValue<string>() + value!.GetValue<string>() : value?.DeepClone();
        }
    }
}
