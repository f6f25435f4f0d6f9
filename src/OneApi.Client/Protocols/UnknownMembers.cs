using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>
/// Gives back the members of stream events that nobody knows. A value that repeats itself from event to event is handed out
/// once, so that a constant (<c>system_fingerprint</c>) costs a comparison and nothing more.
/// </summary>
internal sealed class UnknownMembers
{
    private readonly List<Seen> _seen = [];

    /// <summary>Reads the member at the reader; nulls are left out.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref AdditionalPropertiesDictionary? others)
    {
        var seen = Find(ref reader);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var value = reader;
        reader.Skip();
        var bytes = data[start..(int)reader.BytesConsumed];
        if (seen.Value.AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        seen.Value = bytes.ToArray();
        (others ??= [])[seen.Name] = JsonRead.Element(ref value);
    }

    /// <summary>The last value of a member as JSON, or empty when it never came.</summary>
    public ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> utf8Name)
    {
        foreach (var known in _seen)
        {
            if (utf8Name.SequenceEqual(known.Utf8Name))
            {
                return known.Value;
            }
        }

        return [];
    }

    private Seen Find(ref Utf8JsonReader reader)
    {
        foreach (var known in _seen)
        {
            if (reader.ValueTextEquals(known.Utf8Name))
            {
                return known;
            }
        }

        var name = JsonRead.Text(ref reader);
        var added = new Seen(name, Encoding.UTF8.GetBytes(name));
        _seen.Add(added);
        return added;
    }

    private sealed class Seen(string name, byte[] utf8Name)
    {
        public string Name { get; } = name;

        public byte[] Utf8Name { get; } = utf8Name;

        public byte[]? Value { get; set; }
    }
}
