using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>Writes values whose type only their maker knows: arguments of calls, and what a provider said besides.</summary>
internal static class JsonValues
{
    /// <summary>Gets the options of every writer of a dialect: text goes out as it is, not escaped beyond need, and what is written is not checked twice.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes any value as JSON; a type that no contract covers is written as its text.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case var other when AIJsonUtilities.DefaultOptions.TryGetTypeInfo(other.GetType(), out var contract):
                JsonSerializer.Serialize(writer, other, contract);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    /// <summary>The arguments of a call as JSON text; text that could not be read stays as it came.</summary>
    public static string ArgumentsOf(FunctionCallContent call)
    {
        if (call is { Exception: not null, RawRepresentation: string raw })
        {
            return raw;
        }

        if (call.Arguments is not { Count: > 0 } arguments)
        {
            return "{}";
        }

        var text = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(text, WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments)
            {
                writer.WritePropertyName(name);
                Write(writer, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
