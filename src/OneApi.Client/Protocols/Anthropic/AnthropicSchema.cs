using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// The dialect of JSON Schema that strict tools and formats demand (protocols/anthropic.md §2): closed objects, no limits on numbers
/// and lengths. A limit that is taken out is told to the model in the description instead.
/// </summary>
internal static class AnthropicSchema
{
    public const string StrictProperty = "strict";

    private static readonly string[] Limits =
    [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ];

    private static readonly AIJsonSchemaTransformCache StrictCache = new(new AIJsonSchemaTransformOptions
    {
        ConvertBooleanSchemas = true,
        DisallowAdditionalProperties = true,
        TransformSchemaNode = static (_, node) => TakeLimits(node),
    });

    public static JsonElement Strict(AIFunctionDeclaration tool) => StrictCache.GetOrCreateTransformedSchema(tool);

    public static bool? StrictOf(IReadOnlyDictionary<string, object?>? properties) =>
        properties is not null && properties.TryGetValue(StrictProperty, out var value)
            ? value switch
            {
                bool flag => flag,
                JsonElement { ValueKind: JsonValueKind.True } => true,
                JsonElement { ValueKind: JsonValueKind.False } => false,
                _ => null,
            }
            : null;

    /// <summary>Writes the schema of a format, made strict; a description of its own stands where the schema has none.</summary>
    public static void WriteStrict(Utf8JsonWriter writer, JsonElement schema, string? description)
    {
        var strict = AIJsonUtilities.TransformSchema(schema, StrictCache.TransformOptions);
        writer.WriteStartObject();
        if (description is not null && !strict.TryGetProperty("description"u8, out _))
        {
            writer.WriteString("description"u8, description);
        }

        WriteMembers(writer, strict);
        writer.WriteEndObject();
    }

    /// <summary>Writes the schema of a tool's input, which must say that it is an object.</summary>
    public static void WriteInput(Utf8JsonWriter writer, JsonElement schema)
    {
        writer.WriteStartObject();
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type"u8, out _))
        {
            writer.WriteString("type"u8, "object"u8);
        }

        if (schema.ValueKind != JsonValueKind.Object || schema is { } element && !element.EnumerateObject().Any())
        {
            writer.WriteStartObject("properties"u8);
            writer.WriteEndObject();
        }

        WriteMembers(writer, schema);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in schema.EnumerateObject())
        {
            if (!member.NameEquals("$schema"u8))
            {
                member.WriteTo(writer);
            }
        }
    }

    private static JsonNode TakeLimits(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        List<string>? taken = null;
        foreach (var name in Limits)
        {
            // A list may be told that it has one item at least.
            if (schema[name] is JsonValue limit && !(name == "minItems" && limit.ToJsonString() is "0" or "1"))
            {
                (taken ??= []).Add(name + ": " + limit.ToJsonString());
                schema.Remove(name);
            }
        }

        if (taken is not null)
        {
            var note = "{" + string.Join(", ", taken) + "}";
            schema["description"] = schema["description"]?.ToString() is { Length: > 0 } text ? text + " " + note : note;
        }

        return schema;
    }
}
