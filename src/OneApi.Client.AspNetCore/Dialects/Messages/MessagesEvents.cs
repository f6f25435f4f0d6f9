using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// Writes single events of a stream (protocols/anthropic.md §6), and knows which block is open: one follows the other. One instance for a stream.
/// A hot path: per delta one event, written into the output.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The JSON writer is flushed after each event and holds nothing of its own.")]
internal sealed class MessagesEvents
{
    private Utf8JsonWriter? _json;
    private int _index = -1;

    /// <summary>Gets the kind of the open block.</summary>
    public MessagesBlockKind Open { get; private set; }

    /// <summary>Goes on where the events of a server that passed by have come to.</summary>
    public void GoOn(RelayedEvents relayed)
    {
        Open = relayed.Open;
        _index = Math.Max(_index, relayed.Index);
    }

    /// <summary>Begins an event; its object is open, and the caller ends it.</summary>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        var json = BeginBare(output, type);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        return json;
    }

    public void End(IBufferWriter<byte> output)
    {
        _json!.WriteEndObject();
        EndBare(output);
    }

    /// <summary>Begins an event whose data the caller writes whole.</summary>
    public Utf8JsonWriter BeginBare(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        if (_json is null)
        {
            return _json = new(output, MessagesBlockWriter.JsonOptions);
        }

        _json.Reset(output);
        return _json;
    }

    public void EndBare(IBufferWriter<byte> output)
    {
        _json!.Flush();
        output.Write("\n\n"u8);
    }

    /// <summary>Opens a block after closing the one before; its value is the caller's to write.</summary>
    public Utf8JsonWriter BeginBlock(IBufferWriter<byte> output, MessagesBlockKind kind)
    {
        CloseBlock(output);
        Open = kind;
        _index++;
        var json = Begin(output, "content_block_start"u8);
        json.WriteNumber("index"u8, _index);
        json.WritePropertyName("content_block"u8);
        return json;
    }

    public void CloseBlock(IBufferWriter<byte> output)
    {
        if (Open == MessagesBlockKind.None)
        {
            return;
        }

        Open = MessagesBlockKind.None;
        Begin(output, "content_block_stop"u8).WriteNumber("index"u8, _index);
        End(output);
    }

    public Utf8JsonWriter BeginDelta(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        var json = Begin(output, "content_block_delta"u8);
        json.WriteNumber("index"u8, _index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        return json;
    }

    public void EndDelta(IBufferWriter<byte> output)
    {
        _json!.WriteEndObject();
        End(output);
    }
}
