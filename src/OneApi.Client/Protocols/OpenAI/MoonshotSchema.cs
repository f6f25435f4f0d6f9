using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Moonshot's dialect of JSON Schema: the type stands in every branch of a choice and not beside it, tuples are <c>prefixItems</c> (moonshot.md §3).</summary>
internal static class MoonshotSchema
{
    public static JsonElement Transform(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return schema;
        }

        var node = JsonObject.Create(schema)!;
        Change(node);
        return JsonElement.Parse(node.ToJsonString());
    }

    private static void Change(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            MoveType(schema);
            NameTuple(schema);
            foreach (var (_, member) in schema)
            {
                Change(member);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Change(item);
            }
        }
    }

    private static void MoveType(JsonObject schema)
    {
        if (schema["anyOf"] is not JsonArray branches || schema["type"] is not { } type || type is JsonObject)
        {
            return;
        }

        schema.Remove("type");
        foreach (var branch in branches.OfType<JsonObject>())
        {
            if (!branch.ContainsKey("type") && !branch.ContainsKey("$ref"))
            {
                branch["type"] = type.DeepClone();
            }
        }
    }

    private static void NameTuple(JsonObject schema)
    {
        if (schema["items"] is JsonArray tuple && !schema.ContainsKey("prefixItems"))
        {
            schema.Remove("items");
            schema["prefixItems"] = tuple;
        }
    }
}
