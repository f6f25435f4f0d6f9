using System.Buffers;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// Writes one streamed answer (protocols/anthropic.md §6): its start, blocks, and its end. Events of an Anthropic server pass by as they came; where
/// they stop before the end and another provider goes on, the message and its open block go on, too.
/// </summary>
internal sealed class MessagesEventWriter : ChatEventWriter
{
    private readonly RelayedEvents _relayed = new();
    private readonly MessagesEvents _events;
    private readonly MessagesBlockEvents _blocks;
    private readonly ChatBody _request;
    private ReadOnlyMemory<byte> _end;
    private bool _isStarted;
    private bool _isFinished;
    private bool _isEnded;
    private bool _hasCall;
    private ChatFinishReason? _finish;
    private AdditionalPropertiesDictionary? _others;
    private UsageDetails? _usage;

    public MessagesEventWriter(ChatBody request)
    {
        _request = request;
        _events = new();
        _blocks = new(_events);
    }

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
            _events.GoOn(_relayed);
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
        _events.CloseBlock(output);
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

        _events.Begin(output, "message_stop"u8);
        _events.End(output);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        _isEnded = true;
        MessagesErrors.Write(_events.BeginBare(output, "error"u8), error, requestId);
        _events.EndBare(output);
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
                _blocks.WriteText(output, text);
                break;
            case TextReasoningContent thought:
                _blocks.WriteThought(output, thought);
                break;
            case FunctionCallContent call:
                if (!call.InformationalOnly)
                {
                    _hasCall = true;
                    _blocks.WriteCall(output, call);
                }

                break;
            case UsageContent usage:
                _usage = usage.Details;
                break;
            case ErrorContent { Message.Length: > 0 } refusal:
                _blocks.WriteText(output, refusal.Message);
                break;
            default:
                if (MessagesMarks.BlockOf(content) is { } block)
                {
                    _blocks.WriteWhole(output, block);
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
        var json = _events.Begin(output, "message_start"u8);
        json.WriteStartObject("message"u8);
        MessagesAnswerWriter.WriteHead(json, update?.ResponseId, update?.ModelId ?? _request.Options.ModelId);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        json.WritePropertyName("usage"u8);
        MessagesUsageWriter.Write(json, _usage, null);
        json.WriteEndObject();
        _events.End(output);
    }

    private void WriteMessageDelta(IBufferWriter<byte> output)
    {
        var json = _events.Begin(output, "message_delta"u8);
        json.WriteStartObject("delta"u8);
        MessagesStop.Write(json, _finish, _others, _hasCall);
        MessagesAnswerWriter.WriteOthers(json, _others);
        json.WriteEndObject();
        json.WritePropertyName("usage"u8);
        MessagesUsageWriter.Write(json, _usage, _others);
        _events.End(output);
    }
}
