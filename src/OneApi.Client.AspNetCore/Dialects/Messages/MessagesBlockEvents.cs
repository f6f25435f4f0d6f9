using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Writes contents as blocks of a stream, each opened, filled and closed. One instance for a stream.</summary>
internal sealed class MessagesBlockEvents(MessagesEvents events)
{
    private bool _isSigned;

    public void WriteText(IBufferWriter<byte> output, TextContent text)
    {
        if (text.Text.Length > 0)
        {
            WriteText(output, text.Text);
        }

        if (text.Annotations is { Count: > 0 } annotations)
        {
            WriteCitations(output, annotations);
        }
    }

    public void WriteText(IBufferWriter<byte> output, string text)
    {
        if (events.Open != MessagesBlockKind.Text)
        {
            var opened = events.BeginBlock(output, MessagesBlockKind.Text);
            opened.WriteStartObject();
            opened.WriteString("type"u8, "text"u8);
            opened.WriteString("text"u8, ""u8);
            opened.WriteEndObject();
            events.End(output);
        }

        var json = events.BeginDelta(output, "text_delta"u8);
        json.WriteString("text"u8, text);
        events.EndDelta(output);
    }

    /// <summary>Citations come when their text has come; what follows is a text of its own.</summary>
    private void WriteCitations(IBufferWriter<byte> output, IList<AIAnnotation> annotations)
    {
        if (events.Open != MessagesBlockKind.Text)
        {
            return; // the text that they belong to is closed: there is nothing that they could be said of
        }

        var any = false;
        for (var i = 0; i < annotations.Count; i++)
        {
            if (MessagesCitations.CanWrite(annotations[i]))
            {
                var json = events.BeginDelta(output, "citations_delta"u8);
                json.WritePropertyName("citation"u8);
                MessagesCitations.Write(json, annotations[i]);
                events.EndDelta(output);
                any = true;
            }
        }

        if (any)
        {
            events.CloseBlock(output);
        }
    }

    /// <summary>The first piece of a thought says whose it is; its signature, which ends it, goes out only where it is one of this wire.</summary>
    public void WriteThought(IBufferWriter<byte> output, TextReasoningContent thought)
    {
        _isSigned = MessagesMarks.IsSigned(thought) || (_isSigned && events.Open == MessagesBlockKind.Thinking);
        var signature = _isSigned ? thought.ProtectedData : null;
        if (signature is not null && MessagesMarks.IsRedacted(thought))
        {
            MessagesBlockWriter.WriteRedacted(events.BeginBlock(output, MessagesBlockKind.Other), thought);
            events.End(output);
            events.CloseBlock(output);
            return;
        }

        if (thought.Text.Length == 0 && signature is null)
        {
            return;
        }

        if (events.Open != MessagesBlockKind.Thinking)
        {
            var opened = events.BeginBlock(output, MessagesBlockKind.Thinking);
            opened.WriteStartObject();
            opened.WriteString("type"u8, "thinking"u8);
            opened.WriteString("thinking"u8, ""u8);
            opened.WriteString("signature"u8, ""u8);
            opened.WriteEndObject();
            events.End(output);
        }

        if (thought.Text.Length > 0)
        {
            var json = events.BeginDelta(output, "thinking_delta"u8);
            json.WriteString("thinking"u8, thought.Text);
            events.EndDelta(output);
        }

        if (signature is not null)
        {
            var json = events.BeginDelta(output, "signature_delta"u8);
            json.WriteString("signature"u8, signature);
            events.EndDelta(output);
            events.CloseBlock(output);
        }
    }

    public void WriteCall(IBufferWriter<byte> output, FunctionCallContent call)
    {
        var opened = events.BeginBlock(output, MessagesBlockKind.Other);
        opened.WriteStartObject();
        MessagesBlockWriter.WriteCallHead(opened, call);
        opened.WriteStartObject("input"u8);
        opened.WriteEndObject();
        MessagesBlockWriter.WriteCallTail(opened, call);
        opened.WriteEndObject();
        events.End(output);
        var json = events.BeginDelta(output, "input_json_delta"u8);
        json.WriteString("partial_json"u8, InputOf(call));
        events.EndDelta(output);
        events.CloseBlock(output);
    }

    /// <summary>The arguments as the text that the delta carries.</summary>
    private static ReadOnlySpan<byte> InputOf(FunctionCallContent call)
    {
        if (call.Arguments is not { Count: > 0 })
        {
            return "{}"u8;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, MessagesBlockWriter.JsonOptions))
        {
            MessagesBlockWriter.WriteInput(json, call);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>A block that only this wire knows comes whole when it opens.</summary>
    public void WriteWhole(IBufferWriter<byte> output, JsonElement block)
    {
        block.WriteTo(events.BeginBlock(output, MessagesBlockKind.Other));
        events.End(output);
        events.CloseBlock(output);
    }
}
