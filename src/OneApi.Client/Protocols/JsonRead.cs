using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OneApi.Client.Protocols;

/// <summary>Lenient reading of single JSON values: providers send numbers as text, nulls for anything, and members nobody knows.</summary>
internal static class JsonRead
{
    /// <summary>What the readers' <see cref="InvalidOperationException"/> means: a text of the JSON is no valid Unicode.</summary>
    public static JsonException Unreadable(InvalidOperationException error) => new("A text is no valid Unicode.", error);

    /// <summary>The string at the reader, or null for null and any other kind (which is skipped).</summary>
    public static string? StringOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Text(ref reader);
        }

        reader.Skip();
        return null;
    }

    /// <summary>
    /// The string, or the member's name, at the reader. A server that cuts text between the two halves of a UTF-16 pair, or within
    /// the bytes of a character, writes what <see cref="Utf8JsonReader.GetString"/> refuses: such text is read as far as it goes.
    /// </summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return LenientText.Unescape(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
    }

    /// <summary>The string of an element, as leniently.</summary>
    public static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return LenientText.Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
        }
    }

    /// <summary>The string or number at the reader as text, or null.</summary>
    public static string? TextOrNull(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Text(ref reader);
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>The whole number at the reader (as a number, a fraction cut off, or text), or null.</summary>
    public static long? Int64OrNull(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                if (reader.TryGetInt64(out var value))
                {
                    return value;
                }

                return reader.TryGetDouble(out var real) && Math.Abs(real) < long.MaxValue ? (long)real : null;
            case JsonTokenType.String:
                return long.TryParse(Text(ref reader), NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>The value at the reader, whatever it is, as an element of its own.</summary>
    public static JsonElement Element(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    /// <summary>Moves to the next member of the object the reader is in.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the value and says whether it is an object to walk through; anything else is skipped.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Moves to the value and says whether it is an array to walk through; anything else is skipped.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Moves to the next item of the array the reader is in.</summary>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;
}
