using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Small parts that whole answers and chunks are both made of.</summary>
internal static class ChatWords
{
    public static string NewId() => "chatcmpl-" + Guid.CreateVersion7().ToString("N");

    public static string FinishOf(ChatFinishReason? reason, bool hasCalls) => reason?.Value switch
    {
        null => hasCalls ? "tool_calls" : "stop",
        var word => word,
    };

    /// <summary>The arguments as JSON text; those that are none as they came.</summary>
    public static string ArgumentsOf(FunctionCallContent call)
    {
        if (call is { Exception: not null, RawRepresentation: string raw })
        {
            return raw;
        }

        if (call.Arguments is null or { Count: 0 })
        {
            return "{}";
        }

        var text = new System.Buffers.ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(text, ChatJson.Writing))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in call.Arguments)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Arguments are what a wire's reader has made of JSON; anything else is its text.</summary>
    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case System.Text.Json.Nodes.JsonNode node:
                node.WriteTo(writer);
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
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
