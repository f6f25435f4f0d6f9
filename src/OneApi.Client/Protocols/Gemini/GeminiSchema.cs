using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reduces JSON Schema to the OpenAPI subset that <c>parameters</c> and <c>responseSchema</c> take (protocols/gemini.md §4):
/// references are written out, <c>oneOf</c> becomes <c>anyOf</c>, <c>const</c> an enum, a null type <c>nullable</c>, and what the
/// subset does not know is left out.
/// </summary>
internal static class GeminiSchema
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal,
        "title", "description", "nullable", "required", "minItems", "maxItems", "minProperties", "maxProperties", "minLength", "maxLength",
        "minimum", "maximum", "pattern", "propertyOrdering", "default", "example");

    /// <summary>The formats that the Gemini API does not refuse.</summary>
    private static readonly FrozenSet<string> Formats = FrozenSet.Create(StringComparer.Ordinal, "enum", "date-time", "float", "double", "int32", "int64");

    /// <summary>False for the schema of a function without arguments.</summary>
    public static bool HasArguments(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in schema.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type" or "$schema" or "title" or "description" or "required" or "$defs" or "definitions":
                case "properties" when member.Value.ValueKind == JsonValueKind.Object && !member.Value.EnumerateObject().Any():
                case "additionalProperties" when member.Value.ValueKind is JsonValueKind.False or JsonValueKind.True:
                    continue;
                default:
                    return true;
            }
        }

        return false;
    }

    public static JsonObject Clean(JsonElement schema) => Clean(schema, schema, []);

    private static JsonObject Clean(JsonElement schema, JsonElement root, List<string> path)
    {
        var result = new JsonObject();
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return result;
        }

        var depth = path.Count;
        if (schema.TryGetProperty("$ref", out var reference) && reference.GetString() is { } pointer)
        {
            // A schema that holds itself can't be written out; the loop ends in an object of any shape.
            if (path.Contains(pointer) || !TryResolve(root, pointer, out var target))
            {
                return new() { ["type"] = "OBJECT" };
            }

            path.Add(pointer);
            result = Clean(target, root, path);
        }

        foreach (var member in schema.EnumerateObject())
        {
            Copy(member, result, root, path);
        }

        path.RemoveRange(depth, path.Count - depth);
        return result;
    }

    private static void Copy(JsonProperty member, JsonObject result, JsonElement root, List<string> path)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "type":
                SetType(value, result);
                break;
            case "enum" when value.ValueKind == JsonValueKind.Array:
                SetEnum(value.EnumerateArray(), result);
                break;
            case "const":
                SetEnum([value], result);
                break;
            case "format" when value.ValueKind == JsonValueKind.String && Formats.Contains(value.GetString()!):
                result["format"] = value.GetString();
                break;
            case "items" when value.ValueKind == JsonValueKind.Object:
                result["items"] = Clean(value, root, path);
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                var properties = new JsonObject();
                foreach (var property in value.EnumerateObject())
                {
                    properties[property.Name] = Clean(property.Value, root, path);
                }

                result["properties"] = properties;
                break;
            case "anyOf" or "oneOf" when value.ValueKind == JsonValueKind.Array:
                SetAlternatives(value, result, root, path);
                break;
            case "allOf" when value.ValueKind == JsonValueKind.Array:
                foreach (var part in value.EnumerateArray())
                {
                    Merge(Clean(part, root, path), result);
                }

                break;
            default:
                if (Kept.Contains(member.Name))
                {
                    result[member.Name] = JsonNode.Parse(value.GetRawText());
                }

                break;
        }
    }

    private static void SetType(JsonElement value, JsonObject result)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            result["type"] = value.GetString()!.ToUpperInvariant();
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var types = value.EnumerateArray().Select(static type => type.ToString().ToUpperInvariant()).ToList();
        if (types.Remove("NULL"))
        {
            result["nullable"] = true;
        }

        if (types.Count == 1)
        {
            result["type"] = types[0];
        }
        else if (types.Count > 1)
        {
            result["anyOf"] = new JsonArray([.. types.Select(static type => new JsonObject { ["type"] = type })]);
        }
    }

    /// <summary>Only texts can be listed; a list of anything else is left out, the type alone remains.</summary>
    private static void SetEnum(IEnumerable<JsonElement> values, JsonObject result)
    {
        var texts = new JsonArray();
        foreach (var value in values)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                result["nullable"] = true;
            }
            else if (value.ValueKind == JsonValueKind.String)
            {
                texts.Add((JsonNode?)value.GetString());
            }
            else
            {
                return;
            }
        }

        if (texts.Count > 0)
        {
            result["type"] = "STRING";
            result["enum"] = texts;
        }
    }

    private static void SetAlternatives(JsonElement value, JsonObject result, JsonElement root, List<string> path)
    {
        var alternatives = new JsonArray();
        foreach (var item in value.EnumerateArray())
        {
            var cleaned = Clean(item, root, path);
            if (cleaned.Count == 1 && cleaned["type"]?.GetValue<string>() == "NULL")
            {
                result["nullable"] = true;
            }
            else
            {
                alternatives.Add((JsonNode)cleaned);
            }
        }

        if (alternatives.Count == 1)
        {
            Merge(alternatives[0]!.AsObject(), result);
        }
        else if (alternatives.Count > 1)
        {
            result["anyOf"] = alternatives;
        }
    }

    private static void Merge(JsonObject from, JsonObject into)
    {
        foreach (var (name, value) in from)
        {
            switch (into[name])
            {
                case JsonObject known when value is JsonObject more:
                    Merge(more, known);
                    break;
                case JsonArray known when value is JsonArray more && name == "required":
                    foreach (var item in more)
                    {
                        known.Add(item?.DeepClone());
                    }

                    break;
                case null:
                    into[name] = value?.DeepClone();
                    break;
                default:
                    break;
            }
        }
    }

    private static bool TryResolve(JsonElement root, string pointer, out JsonElement target)
    {
        target = root;
        if (!pointer.StartsWith('#'))
        {
            return false;
        }

        foreach (var step in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return false;
            }
        }

        return true;
    }
}
