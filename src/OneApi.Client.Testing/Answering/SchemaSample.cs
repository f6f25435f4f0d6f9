using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Answering;

/// <summary>Makes a value that fits a JSON schema (or OpenAPI's subset with upper-case types): the required properties only, or all where none is required.</summary>
/// <remarks>Patterns, <c>not</c> and conditions are not understood.</remarks>
internal static class SchemaSample
{
    private const int MaxDepth = 16;

    public static JsonNode? Of(JsonElement schema) => Of(schema, schema, 0);

    private static JsonNode? Of(JsonElement schema, JsonElement root, int depth)
    {
        if (!schema.IsObject() || depth > MaxDepth)
        {
            return new JsonObject();
        }

        if (Given(schema) is { } given)
        {
            return given.Deserialize();
        }

        if (schema.Member("$ref").TextOrNull() is { } reference)
        {
            return Of(Resolve(root, reference), root, depth + 1);
        }

        if (schema.Member("allOf").IsArray())
        {
            return AllOf(schema, root, depth);
        }

        foreach (var choice in schema.Member("anyOf").Items().Concat(schema.Member("oneOf").Items()).Where(static choice => TypeOf(choice) != "null"))
        {
            return Of(choice, root, depth + 1);
        }

        return TypeOf(schema) switch
        {
            "object" => Object(schema, root, depth),
            "array" => Array(schema, root, depth),
            "integer" => JsonValue.Create((long)Number(schema, 1)),
            "number" => JsonValue.Create(Number(schema, 1)),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            _ => JsonValue.Create(Text(schema)),
        };
    }

    /// <summary>The value that the schema itself names.</summary>
    private static GivenValue? Given(JsonElement schema)
    {
        foreach (var name in (ReadOnlySpan<string>)["const", "default", "example"])
        {
            if (schema.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null)
            {
                return new GivenValue(value);
            }
        }

        foreach (var value in schema.Member("enum").Items().Concat(schema.Member("examples").Items()))
        {
            return new GivenValue(value);
        }

        return null;
    }

    private static JsonElement Resolve(JsonElement root, string reference)
    {
        var place = root;

        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            place = place.Member(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return place;
    }

    private static JsonObject AllOf(JsonElement schema, JsonElement root, int depth)
    {
        var whole = schema.Member("properties").IsObject() ? Object(schema, root, depth) : [];

        foreach (var part in schema.Member("allOf").Items())
        {
            foreach (var (name, value) in Of(part, root, depth + 1) as JsonObject ?? [])
            {
                whole[name] = value?.DeepClone();
            }
        }

        return whole;
    }

    private static string TypeOf(JsonElement schema)
    {
        var type = schema.Member("type");
        var names = type.IsArray() ? type.Items().Select(static item => item.TextOrNull()) : [type.TextOrNull()];
        var name = names.FirstOrDefault(static candidate => candidate is not null && !candidate.Equals("null", StringComparison.OrdinalIgnoreCase))
            ?? (type.Exists() ? "null" : null);

        return name?.ToLowerInvariant() ?? (schema.Member("properties").Exists() ? "object" : schema.Member("items").Exists() ? "array" : "string");
    }

    private static JsonObject Object(JsonElement schema, JsonElement root, int depth)
    {
        var properties = schema.Member("properties");
        var names = schema.Member("required").Items().Select(static name => name.GetString()!).ToList();
        var sample = new JsonObject();

        if (names.Count == 0 && properties.IsObject())
        {
            names = [.. properties.EnumerateObject().Select(static property => property.Name)];
        }

        foreach (var name in names)
        {
            sample[name] = properties.Member(name) is var property && property.Exists() ? Of(property, root, depth + 1) : "sample";
        }

        return sample;
    }

    private static JsonArray Array(JsonElement schema, JsonElement root, int depth)
    {
        var sample = new JsonArray();
        var count = Math.Max(1, (int)Bound(schema, "minItems", 1));

        for (var i = 0; i < count; i++)
        {
            sample.Add(Of(schema.Member("items"), root, depth + 1));
        }

        return sample;
    }

    private static double Number(JsonElement schema, double wanted)
    {
        var least = Math.Max(Bound(schema, "minimum", double.MinValue), Bound(schema, "exclusiveMinimum", double.MinValue) + 1);
        var most = Math.Min(Bound(schema, "maximum", double.MaxValue), Bound(schema, "exclusiveMaximum", double.MaxValue) - 1);
        var step = Bound(schema, "multipleOf", 0);
        var value = Math.Min(Math.Max(wanted, Math.Ceiling(least)), most);

        return step > 0 ? Math.Ceiling(value / step) * step : value;
    }

    private static string Text(JsonElement schema)
    {
        var text = schema.Member("format").TextOrNull() switch
        {
            "date-time" => "2026-01-02T03:04:05Z",
            "date" => "2026-01-02",
            "time" => "03:04:05Z",
            "email" => "someone@example.com",
            "uri" or "url" => "https://example.com/",
            "uuid" => "01234567-89ab-7def-8123-456789abcdef",
            "ipv4" => "192.0.2.1",
            _ => "sample",
        };

        text = text.PadRight((int)Bound(schema, "minLength", 0), 'x');
        return text[..(int)Math.Min(text.Length, Bound(schema, "maxLength", text.Length))];
    }

    /// <summary>A numeric keyword; 64-bit ones may be written as text (Gemini).</summary>
    private static double Bound(JsonElement schema, string keyword, double otherwise)
    {
        var bound = schema.Member(keyword);

        return bound.ValueKind is JsonValueKind.Number ? bound.GetDouble()
            : double.TryParse(bound.TextOrNull(), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value
            : otherwise;
    }

    private readonly record struct GivenValue(JsonElement Element)
    {
        public JsonNode? Deserialize() => JsonNode.Parse(Element.GetRawText());
    }
}
