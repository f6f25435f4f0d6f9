using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// Writes one streamed answer (protocols/anthropic.md §6): blocks one after the other, each opened, filled and closed. Events of an Anthropic server
/// pass by as they came; where they stop before the end and another provider goes on, the message and its open block go on, too.
/// A hot path: per delta one event, written into the output.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The JSON writer is flushed after each event and holds nothing of its own.")]
internal sealed class MessagesEventWriter(ChatBody request) : ChatEventWriter
{
    private readonly RelayedEvents _relayed = new();
    private Utf8JsonWriter? _json;
    private ReadOnlyMemory<byte> _end;
    private bool _isStarted;
    private bool _isFinished;
    private bool _isEnded;
    private MessagesBlockKind _open;
    private int _index = -1;
    private bool _isSigned;
    private bool _hasCall;
    private ChatFinishReason? _finish;
    private AdditionalPropertiesDictionary? _others;
    private UsageDetails? _usage;

    public override void Write(IBufferWriter<byte> output, ChatResponseUpdate update)
    {
        Start(output, update);
        for (var i = 0; i < update.Contents.Count; i++)
        {
            Write(output, update.Contents[i]);
        }

        Note(update);
    }

    public override void Relay(IBufferWriter<byte> output, WireBytes bytes, ChatResponseUpdate update)
    {
        if (bytes.IsEnd)
        {
            _end = bytes.Bytes;
        }
        else if (!bytes.Bytes.IsEmpty)
        {
            output.Write(bytes.Bytes.Span);
            _relayed.Note(bytes.Bytes.Span);
            _isStarted |= _relayed.IsStarted;
            _isFinished |= _relayed.IsFinished;
            _isEnded |= _relayed.IsEnded;
            _open = _relayed.Open;
            _index = Math.Max(_index, _relayed.Index);
        }

        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
                case FunctionCallContent { InformationalOnly: false }:
                    _hasCall = true;
                    break;
            }
        }

        Note(update);
    }

    public override void Complete(IBufferWriter<byte> output)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        Start(output, null);
        Close(output);
        if (!_isFinished)
        {
            _isFinished = true;
            WriteMessageDelta(output);
        }

        if (!_end.IsEmpty)
        {
            output.Write(_end.Span);
            return;
        }

        Begin(output, "message_stop"u8);
        End(output);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        _isEnded = true;
        output.Write("event: error\ndata: "u8);
        var json = JsonOn(output);
        MessagesErrors.Write(json, error, requestId);
        json.Flush();
        output.Write("\n\n"u8);
    }

    private void Note(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        _others = update.AdditionalProperties ?? _others;
    }

    private void Write(IBufferWriter<byte> output, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(output, text);
                break;
            case TextReasoningContent thought:
                WriteThought(output, thought);
                break;
            case FunctionCallContent call:
                if (!call.InformationalOnly)
                {
                    WriteCall(output, call);
                }

                break;
            case UsageContent usage:
                _usage = usage.Details;
                break;
            case ErrorContent { Message.Length: > 0 } refusal:
                WriteText(output, refusal.Message);
                break;
            default:
                if (MessagesMarks.BlockOf(content) is { } block)
                {
                    WriteWhole(output, block);
                }

                break;
        }
    }

    private void Start(IBufferWriter<byte> output, ChatResponseUpdate? update)
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        var json = Begin(output, "message_start"u8);
        json.WriteStartObject("message"u8);
        MessagesAnswerWriter.WriteHead(json, update?.ResponseId, update?.ModelId ?? request.Options.ModelId);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        json.WritePropertyName("usage"u8);
        MessagesUsageWriter.Write(json, _usage, null);
        json.WriteEndObject();
        End(output);
    }

    private void WriteText(IBufferWriter<byte> output, TextContent text)
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

    private void WriteText(IBufferWriter<byte> output, string text)
    {
        if (_open != MessagesBlockKind.Text)
        {
            var opened = Open(output, MessagesBlockKind.Text);
            opened.WriteString("type"u8, "text"u8);
            opened.WriteString("text"u8, ""u8);
            EndOpen(output);
        }

        var json = BeginDelta(output, "text_delta"u8);
        json.WriteString("text"u8, text);
        EndDelta(output);
    }

    /// <summary>Citations come when their text has come; what follows is a text of its own.</summary>
    private void WriteCitations(IBufferWriter<byte> output, IList<AIAnnotation> annotations)
    {
        if (_open != MessagesBlockKind.Text)
        {
            return; // the text that they belong to is closed: there is nothing that they could be said of
        }

        var any = false;
        for (var i = 0; i < annotations.Count; i++)
        {
            if (MessagesCitations.CanWrite(annotations[i]))
            {
                var json = BeginDelta(output, "citations_delta"u8);
                json.WritePropertyName("citation"u8);
                MessagesCitations.Write(json, annotations[i]);
                EndDelta(output);
                any = true;
            }
        }

        if (any)
        {
            Close(output);
        }
    }

    /// <summary>The first piece of a thought says whose it is; its signature, which ends it, goes out only where it is one of this wire.</summary>
    private void WriteThought(IBufferWriter<byte> output, TextReasoningContent thought)
    {
        _isSigned = MessagesMarks.IsSigned(thought) || (_isSigned && _open == MessagesBlockKind.Thinking);
        var signature = _isSigned ? thought.ProtectedData : null;
        if (signature is not null && MessagesMarks.IsRedacted(thought))
        {
            BeginOpen(output, MessagesBlockKind.Other);
            MessagesBlockWriter.WriteRedacted(_json!, thought);
            End(output);
            Close(output);
            return;
        }

        if (thought.Text.Length == 0 && signature is null)
        {
            return;
        }

        if (_open != MessagesBlockKind.Thinking)
        {
            var opened = Open(output, MessagesBlockKind.Thinking);
            opened.WriteString("type"u8, "thinking"u8);
            opened.WriteString("thinking"u8, ""u8);
            opened.WriteString("signature"u8, ""u8);
            EndOpen(output);
        }

        if (thought.Text.Length > 0)
        {
            var json = BeginDelta(output, "thinking_delta"u8);
            json.WriteString("thinking"u8, thought.Text);
            EndDelta(output);
        }

        if (signature is not null)
        {
            var json = BeginDelta(output, "signature_delta"u8);
            json.WriteString("signature"u8, signature);
            EndDelta(output);
            Close(output);
        }
    }

    private void WriteCall(IBufferWriter<byte> output, FunctionCallContent call)
    {
        _hasCall = true;
        var opened = Open(output, MessagesBlockKind.Other);
        MessagesBlockWriter.WriteCallHead(opened, call);
        opened.WriteStartObject("input"u8);
        opened.WriteEndObject();
        MessagesBlockWriter.WriteCallTail(opened, call);
        EndOpen(output);
        var json = BeginDelta(output, "input_json_delta"u8);
        json.WriteString("partial_json"u8, InputOf(call));
        EndDelta(output);
        Close(output);
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
    private void WriteWhole(IBufferWriter<byte> output, JsonElement block)
    {
        BeginOpen(output, MessagesBlockKind.Other);
        block.WriteTo(_json!);
        End(output);
        Close(output);
    }

    private void WriteMessageDelta(IBufferWriter<byte> output)
    {
        var json = Begin(output, "message_delta"u8);
        json.WriteStartObject("delta"u8);
        MessagesStop.Write(json, _finish, _others, _hasCall);
        MessagesAnswerWriter.WriteOthers(json, _others);
        json.WriteEndObject();
        json.WritePropertyName("usage"u8);
        MessagesUsageWriter.Write(json, _usage, _others);
        End(output);
    }

    /// <summary>Opens a block; its object is open, too.</summary>
    private Utf8JsonWriter Open(IBufferWriter<byte> output, MessagesBlockKind kind)
    {
        BeginOpen(output, kind);
        _json!.WriteStartObject();
        return _json;
    }

    private void BeginOpen(IBufferWriter<byte> output, MessagesBlockKind kind)
    {
        Close(output);
        _open = kind;
        _index++;
        var json = Begin(output, "content_block_start"u8);
        json.WriteNumber("index"u8, _index);
        json.WritePropertyName("content_block"u8);
    }

    private void EndOpen(IBufferWriter<byte> output)
    {
        _json!.WriteEndObject();
        End(output);
    }

    private void Close(IBufferWriter<byte> output)
    {
        if (_open == MessagesBlockKind.None)
        {
            return;
        }

        _open = MessagesBlockKind.None;
        Begin(output, "content_block_stop"u8).WriteNumber("index"u8, _index);
        End(output);
    }

    private Utf8JsonWriter BeginDelta(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        var json = Begin(output, "content_block_delta"u8);
        json.WriteNumber("index"u8, _index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        return json;
    }

    private void EndDelta(IBufferWriter<byte> output)
    {
        _json!.WriteEndObject();
        End(output);
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        var json = JsonOn(output);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        return json;
    }

    private void End(IBufferWriter<byte> output)
    {
        _json!.WriteEndObject();
        _json.Flush();
        output.Write("\n\n"u8);
    }

    private Utf8JsonWriter JsonOn(IBufferWriter<byte> output)
    {
        if (_json is null)
        {
            _json = new(output, MessagesBlockWriter.JsonOptions);
        }
        else
        {
            _json.Reset(output);
        }

        return _json;
    }
}
