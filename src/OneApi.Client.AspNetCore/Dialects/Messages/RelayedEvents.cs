using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Remembers of events that pass by what a message needs that has to go on without them: what is open, and what was said.</summary>
internal sealed class RelayedEvents
{
    /// <summary>Gets a value indicating whether the message has begun.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Gets a value indicating whether it was said why the message ends.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Gets a value indicating whether the end mark has passed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Gets what kind of block is open.</summary>
    public MessagesBlockKind Open { get; private set; }

    /// <summary>Gets the index of the block that was opened last, or -1.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Reads one event, or several. Deltas, which are nearly all of them, change nothing.</summary>
    public void Note(ReadOnlySpan<byte> events)
    {
        while (!events.IsEmpty)
        {
            var end = events.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? events : events[..end];
            events = end < 0 ? default : events[(end + 1)..];
            if (line.StartsWith("data:"u8))
            {
                NoteData(line["data:"u8.Length..]);
            }
        }
    }

    private void NoteData(ReadOnlySpan<byte> data)
    {
        if (data[..Math.Min(data.Length, 48)].IndexOf("content_block_delta"u8) >= 0)
        {
            return; // {"type":"content_block_delta",…
        }

        try
        {
            var reader = new Utf8JsonReader(data);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                NoteObject(ref reader);
            }
        }
        catch (JsonException)
        {
            // It was passed on as it came; there is nothing to learn from it.
        }
    }

    private void NoteObject(ref Utf8JsonReader reader)
    {
        string? type = null;
        var index = Index + 1;
        var kind = MessagesBlockKind.Other;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                type = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("index"u8) && reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                index = reader.TryGetInt32(out var number) ? number : index;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content_block"u8) && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                kind = KindOf(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        Note(type, index, kind);
    }

    private void Note(string? type, int index, MessagesBlockKind kind)
    {
        switch (type)
        {
            case "message_start":
                IsStarted = true;
                break;
            case "content_block_start":
                Open = kind;
                Index = Math.Max(Index, index);
                break;
            case "content_block_stop":
                Open = MessagesBlockKind.None;
                break;
            case "message_delta":
                IsFinished = true;
                break;
            case "message_stop":
                IsEnded = true;
                break;
        }
    }

    private static MessagesBlockKind KindOf(ref Utf8JsonReader reader)
    {
        var kind = MessagesBlockKind.Other;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                kind = reader.ValueTextEquals("text"u8) ? MessagesBlockKind.Text : reader.ValueTextEquals("thinking"u8) ? MessagesBlockKind.Thinking : MessagesBlockKind.Other;
            }
            else
            {
                reader.Skip();
            }
        }

        return kind;
    }
}
