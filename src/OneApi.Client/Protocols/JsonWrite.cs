using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Writing of values whose type only the caller knows, without reflection of our own.</summary>
internal static class JsonWrite
{
    /// <summary>Writes any value as JSON; a type that no serializer contract covers is written as its text.</summary>
    public static void Value(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                Number(writer, number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonNode node:
                Node(writer, node);
                break;
            case JsonDocument document:
                document.RootElement.WriteTo(writer);
                break;
            default:
                Unknown(writer, value);
                break;
        }
    }

    public static void Node(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }

    /// <summary>A float as the shortest text that reads back the same: 0.7, not 0.699999988.</summary>
    public static void Number(Utf8JsonWriter writer, float value) => writer.WriteNumberValue(value);

    /// <summary>A value as JSON text; a string, and a JSON string, stay the text that they are.</summary>
    public static string Text(object? value)
    {
        switch (value)
        {
            case null:
                return string.Empty;
            case string text:
                return text;
            case JsonElement { ValueKind: JsonValueKind.String } element:
                return element.GetString()!;
            case JsonValue node when node.TryGetValue<string>(out var text):
                return text;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Value(writer, value);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The writer's options for every request: text of any script stays readable, nothing is validated twice.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static void Unknown(Utf8JsonWriter writer, object value)
    {
        if (AIJsonUtilities.DefaultOptions.TryGetTypeInfo(value.GetType(), out var contract))
        {
            JsonSerializer.Serialize(writer, value, contract);
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
