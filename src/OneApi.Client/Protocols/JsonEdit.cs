using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.Protocols;

/// <summary>Changes single top-level members of a JSON object; every other byte stays as it came, spaces, spellings of numbers and unknown members included.</summary>
internal static class JsonEdit
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 512 };

    /// <summary>The JSON of a text, not escaped beyond need.</summary>
    public static byte[] TextOf(string text) => [(byte)'"', .. JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Writes the object with its changes. A member that is written twice is changed twice.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> json, ReadOnlySpan<JsonChange> changes)
    {
        if (changes.IsEmpty)
        {
            output.Write(json);
            return;
        }

        var reader = new Utf8JsonReader(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is no JSON object.");
        }

        var seen = 0UL; // by the change's place; there are a handful
        var copied = 0; // up to here it is written or left out
        var end = (int)reader.BytesConsumed; // of the last member that stays, or of the brace
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = (Start: (int)reader.TokenStartIndex, End: (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2); // what is consumed may hold the colon, too
            var at = IndexOf(ref reader, changes);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var valueEnd = (int)reader.BytesConsumed;
            if (at >= 0)
            {
                seen |= 1UL << at;
                if (changes[at] is { NewName: { } newName })
                {
                    copied = Replace(output, json, copied, name, TextOf(newName));
                }
                else if (changes[at] is { Value: null })
                {
                    copied = Cut(output, json, copied, isFirst, end, (name.Start, valueEnd));
                    continue;
                }
                else if (!changes[at].OnlyIfMissing)
                {
                    copied = Replace(output, json, copied, (start, valueEnd), changes[at].Value!);
                }
            }

            end = valueEnd;
            isFirst = false;
        }

        output.Write(json[copied..Math.Max(copied, end)]);
        Append(output, changes, seen, isFirst);
        output.Write(json[Math.Max(copied, end)..]);
    }

    /// <summary>The value of a member of the object, as it is written; empty when there is none. Of several the last.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var found = ReadOnlySpan<byte>.Empty;
        var reader = new Utf8JsonReader(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return found;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isIt)
            {
                found = json[start..(int)reader.BytesConsumed];
            }
        }

        return found;
    }

    /// <summary>Whether the object says this text, and nothing else, under a name: of several members servers read another one than we do.</summary>
    public static bool Says(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, string text)
    {
        var found = false;
        var reader = new Utf8JsonReader(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt && !(reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text)))
            {
                return false;
            }

            found |= isIt;
            reader.Skip();
        }

        return found;
    }

    private static int IndexOf(ref Utf8JsonReader reader, ReadOnlySpan<JsonChange> changes)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if (reader.ValueTextEquals(changes[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Replace(IBufferWriter<byte> output, ReadOnlySpan<byte> json, int copied, (int Start, int End) part, byte[] with)
    {
        output.Write(json[copied..part.Start]);
        output.Write(with);
        return part.End;
    }

    /// <summary>Leaves a member out, and the comma that parts it from its neighbour.</summary>
    private static int Cut(IBufferWriter<byte> output, ReadOnlySpan<byte> json, int copied, bool isFirst, int before, (int Start, int End) member)
    {
        output.Write(json[copied..Math.Max(copied, before)]);
        if (!isFirst)
        {
            return member.End; // the comma before it goes, the one behind it stays
        }

        var comma = json[member.End..].IndexOfAnyExcept(" \t\r\n"u8);
        return comma >= 0 && json[member.End + comma] == (byte)',' ? member.End + comma + 1 : member.End;
    }

    private static void Append(IBufferWriter<byte> output, ReadOnlySpan<JsonChange> changes, ulong seen, bool isFirst)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if ((seen & (1UL << i)) != 0 || changes[i] is not { Value: { } value, NewName: null })
            {
                continue;
            }

            if (!isFirst)
            {
                output.Write(","u8);
            }

            output.Write(TextOf(changes[i].Name));
            output.Write(":"u8);
            output.Write(value);
            isFirst = false;
        }
    }
}
