using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Serving;

/// <summary>JSON as providers write it (no escapes beyond the necessary ones), and small safe reads of what clients sent.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();

        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(JsonNode node) => System.Text.Encoding.UTF8.GetString(ToUtf8(node));

    /// <summary>Reads a member; null, a missing one and a parent that is no object give an element of kind Undefined.</summary>
    public static JsonElement Member(this JsonElement parent, string name)
        => parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value
            : default;

    public static bool Exists(this JsonElement element) => element.ValueKind is not JsonValueKind.Undefined;

    public static string? TextOrNull(this JsonElement element)
        => element.ValueKind is JsonValueKind.String ? element.GetString() : null;

    public static int? Int32OrNull(this JsonElement element)
        => element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var value) ? value : null;

    public static bool IsTrue(this JsonElement element) => element.ValueKind is JsonValueKind.True;

    public static bool IsObject(this JsonElement element) => element.ValueKind is JsonValueKind.Object;

    public static bool IsArray(this JsonElement element) => element.ValueKind is JsonValueKind.Array;

    /// <summary>The elements of an array; anything else has none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element)
    {
        if (!element.IsArray())
        {
            yield break;
        }

        foreach (var item in element.EnumerateArray())
        {
            yield return item;
        }
    }

    /// <summary>Parses text that should be a JSON object; anything else becomes an empty one.</summary>
    public static JsonObject ParseObjectOrEmpty(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
