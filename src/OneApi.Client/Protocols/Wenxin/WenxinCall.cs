using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Reads <c>function_call</c>: one, whole, and without an id (protocols/wenxin.md §4, §7).</summary>
internal static class WenxinCall
{
    /// <summary>Reads the object at the reader; null where it names no function.</summary>
    /// <param name="reader">Stands at the member's name.</param>
    /// <param name="data">What the reader reads.</param>
    /// <param name="thoughts">What the model thought about it, or null.</param>
    public static (string Name, byte[] Arguments)? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, out string? thoughts)
    {
        thoughts = null;
        string? name = null;
        byte[] arguments = [];
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                arguments = ReadArguments(ref reader, data);
            }
            else if (reader.ValueTextEquals("thoughts"u8))
            {
                reader.Read();
                thoughts = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : null;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return string.IsNullOrEmpty(name) ? null : (name, arguments);
    }

    /// <summary>Makes the call; its id is made of the answer's, which no other answer has.</summary>
    public static FunctionCallContent Make((string Name, byte[] Arguments) call, string responseId) => ToolArguments.Parse("call_" + responseId, call.Name, call.Arguments);

    /// <summary>JSON as a text, or as it is.</summary>
    private static byte[] ReadArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Encoding.UTF8.GetBytes(JsonRead.Text(ref reader));
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed].ToArray();
    }
}
