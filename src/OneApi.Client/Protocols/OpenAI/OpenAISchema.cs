using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>The dialect of JSON Schema that strict tools and strict formats demand (protocols/openai.md §4).</summary>
internal static class OpenAISchema
{
    /// <summary>The gateway's own word for a schema that shall be held to. It is a member of no body, so no wire passes it on as one.</summary>
    public const string StrictProperty = "strict";

    private static readonly AIJsonSchemaTransformCache StrictCache = new(new AIJsonSchemaTransformOptions
    {
        DisallowAdditionalProperties = true,
        RequireAllProperties = true,
        ConvertBooleanSchemas = true,
        MoveDefaultKeywordToDescription = true,
    });

    private static readonly AIJsonSchemaTransformOptions StrictOptions = StrictCache.TransformOptions;

    public static JsonElement Strict(JsonElement schema) => AIJsonUtilities.TransformSchema(schema, StrictOptions);

    public static JsonElement Strict(AIFunctionDeclaration tool) => StrictCache.GetOrCreateTransformedSchema(tool);

    /// <summary>Writes a schema, without <c>$schema</c> at its top for servers that stumble over it (moonshot.md §3).</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement schema, bool keepKeyword)
    {
        if (keepKeyword || schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (!member.NameEquals("$schema"u8))
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the schema of a function's parameters, which must be an object's; a function without parameters has <c>{}</c>, or none.</summary>
    public static void WriteParameters(Utf8JsonWriter writer, JsonElement schema, bool keepKeyword)
    {
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type"u8, out _))
        {
            Write(writer, schema, keepKeyword);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        var hasProperties = false;
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                hasProperties |= member.NameEquals("properties"u8);
                if (keepKeyword || !member.NameEquals("$schema"u8))
                {
                    member.WriteTo(writer);
                }
            }
        }

        if (!hasProperties)
        {
            writer.WriteStartObject("properties"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

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

    /// <summary>A schema's name may hold only letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
    public static string NameOf(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "json_schema";
        }

        Span<char> clean = stackalloc char[Math.Min(name.Length, 64)];
        for (var i = 0; i < clean.Length; i++)
        {
            clean[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '_' or '-' ? name[i] : '_';
        }

        return clean.SequenceEqual(name) ? name : clean.ToString();
    }
}
