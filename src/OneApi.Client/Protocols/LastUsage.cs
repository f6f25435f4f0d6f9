using System.Text.Json;

namespace OneApi.Client.Protocols;

/// <summary>
/// The usage that came last. It may come with every event and the last one holds, so only its bytes are kept, and read once, at the end.
/// A mutable struct: it lives in a field of the reader of an answer.
/// </summary>
internal struct LastUsage
{
    private byte[]? _bytes;
    private int _length;

    /// <summary>Keeps the object at the reader; anything else is skipped.</summary>
    public void Keep(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Keep(Take(ref reader, data));
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Keeps an object's bytes. An empty one says nothing, so it takes nothing back.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == "{}".Length)
        {
            return;
        }

        if (_bytes is null || _bytes.Length < bytes.Length)
        {
            _bytes = new byte[Math.Max(512, bytes.Length)];
        }

        bytes.CopyTo(_bytes);
        _length = bytes.Length;
    }

    /// <summary>Starts to read what was kept; the reader stands at its object.</summary>
    /// <returns>False when there was none.</returns>
    public readonly bool TryRead(out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(_bytes.AsSpan(0, _length));
        return _length > 0 && reader.Read();
    }

    /// <summary>Passes over the object at the reader and gives its bytes.</summary>
    public static ReadOnlySpan<byte> Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed];
    }
}
