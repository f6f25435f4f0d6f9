using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>
/// Writes a streamed chat completion (protocols/openai.md §6): the role first, then deltas, one chunk with the finish reason, usage where it was
/// asked for, and the end mark, once. A stream that was passed on until now goes on under the same id.
/// </summary>
internal sealed class ChatChunkWriter(ChatBody request, TimeProvider time) : ChatEventWriter
{
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();
    private readonly ChatChunks _chunks = new(request, time);
    private bool _hasRole;
    private bool _isFinished;
    private bool _hasUsage;
    private bool _hasRelayed;
    private bool _isTakenOver;
    private int _calls;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private ReadOnlyMemory<byte> _end;

    public override void Write(IBufferWriter<byte> output, ChatResponseUpdate update)
    {
        _chunks.Remember(update);
        _isTakenOver |= _hasRelayed && update.GetOneApiTrace() is null; // the gateway's own last update belongs to every stream
        _finish = update.FinishReason ?? _finish;
        _chunks.RememberOthers(update);
        for (var i = 0; i < update.Contents.Count; i++)
        {
            WriteContent(output, update.Contents[i]);
        }
    }

    public override void Relay(IBufferWriter<byte> output, WireBytes bytes, ChatResponseUpdate update)
    {
        _chunks.Remember(update);
        _hasRelayed = true;
        _isFinished |= update.FinishReason is not null;
        _finish = update.FinishReason ?? _finish;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            _calls += update.Contents[i] is FunctionCallContent { InformationalOnly: false } ? 1 : 0;
        }

        if (bytes.IsEnd)
        {
            _end = bytes.Bytes;
            return;
        }

        if (bytes.Bytes.Length > 0)
        {
            _hasRole = true;
            output.Write(bytes.Bytes.Span);
        }
    }

    public override void Complete(IBufferWriter<byte> output)
    {
        var isWhole = _hasRelayed && !_isTakenOver;
        if (!isWhole && !_isFinished)
        {
            WriteRole(output);
            _chunks.BeginDelta(output);
            _chunks.EndDelta(output, ChatWords.FinishOf(_finish, _calls > 0, request.Options));
            _isFinished = true;
        }

        if (!isWhole && request.WantsUsage && !_hasUsage && (_usage ?? request.Options.Progress?.Record?.Usage) is { } usage)
        {
            _hasUsage = true;
            _chunks.WriteUsage(output, usage);
        }

        output.Write(_end.IsEmpty ? Done : _end.Span);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId) => OpenAIErrorWriter.WriteEvent(output, error, requestId);

    private void WriteContent(IBufferWriter<byte> output, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(output, text);
                break;
            case TextReasoningContent thought:
                if (thought.Text.Length > 0)
                {
                    WriteDelta(output, "reasoning_content"u8, thought.Text);
                }

                if (ChatMediaWriter.DetailsOf(thought) is { } details)
                {
                    WriteDelta(output, details, ChatMediaWriter.WriteDetails);
                }

                break;
            case FunctionCallContent { InformationalOnly: false } call:
                WriteCall(output, call);
                break;
            case ErrorContent { ErrorCode: "Refusal" } refusal:
                WriteDelta(output, "refusal"u8, refusal.Message);
                break;
            case UsageContent usage:
                _usage = usage.Details;
                break;
            case DataContent data when data.HasTopLevelMediaType("audio"):
                WriteDelta(output, data, ChatMediaWriter.WriteSpeech);
                break;
            case AIContent medium when ChatMediaWriter.AddressOf(medium) is { } address:
                WriteDelta(output, (string[])[address], static (writer, all) => ChatMediaWriter.WriteImages(writer, all));
                break;
            default:
                break;
        }
    }

    private void WriteText(IBufferWriter<byte> output, TextContent text)
    {
        if (text.Text.Length > 0)
        {
            WriteDelta(output, "content"u8, text.Text);
        }

        if (text.Annotations is { Count: > 0 } annotations && annotations.OfType<CitationAnnotation>().ToList() is { Count: > 0 } citations && citations.Exists(static citation => citation.Url is not null))
        {
            WriteDelta(output, citations, static (writer, all) => ChatAnnotationWriter.Write(writer, all));
        }
    }

    private void WriteDelta<T>(IBufferWriter<byte> output, T what, Action<Utf8JsonWriter, T> write)
    {
        WriteRole(output);
        write(_chunks.BeginDelta(output), what);
        _chunks.EndDelta(output);
    }

    private void WriteDelta(IBufferWriter<byte> output, ReadOnlySpan<byte> member, string text)
    {
        WriteRole(output);
        _chunks.BeginDelta(output).WriteString(member, text);
        _chunks.EndDelta(output);
    }

    private void WriteCall(IBufferWriter<byte> output, FunctionCallContent call)
    {
        if (ChatWords.AreOlder(request.Options))
        {
            if (_calls++ == 0)
            {
                WriteDelta(output, call, ChatCallWriter.WriteOlder);
            }

            return;
        }

        WriteRole(output);
        var writer = _chunks.BeginDelta(output);
        writer.WriteStartArray("tool_calls"u8);
        ChatCallWriter.Write(writer, call, request.Options, _calls++);
        writer.WriteEndArray();
        _chunks.EndDelta(output);
    }

    private void WriteRole(IBufferWriter<byte> output)
    {
        _isTakenOver = true;
        if (_hasRole)
        {
            return;
        }

        _hasRole = true;
        var writer = _chunks.BeginDelta(output);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("content"u8, ""u8);
        writer.WriteNull("refusal"u8);
        _chunks.EndDelta(output, isFirst: true);
    }
}
