using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Writing of JSON in this dialect, and of values whose type only the gateway knows.</summary>
internal static class ResponsesJson
{
    /// <summary>Gets the options of every writer: text of any script stays readable, and what is written here is not checked twice.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes any value as JSON; a type that no contract covers is written as its text.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
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

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The free text of a custom tool's call.</summary>
    public static string InputOf(FunctionCallContent call) => call.Arguments?.TryGetValue(ResponsesToolReader.Input, out var input) == true
        ? input switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
            JsonElement element => element.GetRawText(),
            _ => input?.ToString() ?? string.Empty,
        }
        : ArgumentsOf(call);
}
