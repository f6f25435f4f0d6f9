using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes <c>output_config</c>: the effort, and the schema of a structured answer (protocols/anthropic.md §2).</summary>
internal static class AnthropicOutputConfig
{
    private static readonly AIJsonSchemaTransformOptions Dialect = new()
    {
        DisallowAdditionalProperties = true,
        ConvertBooleanSchemas = true,
        MoveDefaultKeywordToDescription = true,
        TransformSchemaNode = static (_, node) => WithoutConstraints(node),
    };

    /// <summary>Keywords that the provider refuses; a description tells the model of them instead.</summary>
    private static readonly string[] Refused =
    [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "pattern", "$schema",
    ];

    public static void Write(Utf8JsonWriter writer, ChatRequest request, in AnthropicThinking thinking, in RawMembers raw)
    {
        if (raw.Has("output_config"))
        {
            return;
        }

        var schema = SchemaOf(request);
        if (thinking.Effort is null && schema is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (thinking.Effort is { } effort)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (schema is { } format)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            AIJsonUtilities.TransformSchema(format, Dialect).WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static JsonElement? SchemaOf(ChatRequest request)
    {
        if (request.Options?.ResponseFormat is not ChatResponseFormatJson json)
        {
            return null;
        }

        if (json.Schema is null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "This wire has no JSON mode without a schema; ask for JSON in the prompt.");
        }

        return json.Schema;
    }

    private static JsonNode WithoutConstraints(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        foreach (var keyword in Refused)
        {
            if (schema.TryGetPropertyValue(keyword, out var value) && schema.Remove(keyword) && keyword != "$schema")
            {
                var told = schema["description"] is JsonValue known ? known.GetValue<string>() + " " : string.Empty;
                schema["description"] = told + $"({keyword}: {value?.ToJsonString()})";
            }
        }

        return schema;
    }
}
