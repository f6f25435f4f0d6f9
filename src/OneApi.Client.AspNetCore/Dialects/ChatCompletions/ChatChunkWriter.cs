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
    private static readonly byte[] Start = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private readonly bool _wantsUsage = request.WantsUsage;
    private Utf8JsonWriter? _writer;
    private string? _id;
    private string? _model;
    private long _created;
    private bool _hasRole;
    private bool _isFinished;
    private bool _hasUsage;
    private bool _hasRelayed;
    private bool _isTakenOver;
    private int _calls;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private ReadOnlyMemory<byte> _end;
    private JsonElement? _logprobs;
    private JsonElement? _tier;
    private JsonElement? _fingerprint;

    public override void Write(IBufferWriter<byte> output, ChatResponseUpdate update)
    {
        Remember(update);
        _isTakenOver |= _hasRelayed && update.GetOneApiTrace() is null; // the gateway's own last update belongs to every stream
        _finish = update.FinishReason ?? _finish;
        RememberOthers(update);
        for (var i = 0; i < update.Contents.Count; i++)
        {
            WriteContent(output, update.Contents[i]);
        }
    }

    public override void Relay(IBufferWriter<byte> output, WireBytes bytes, ChatResponseUpdate update)
    {
        Remember(update);
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
            Begin(output);
            _writer!.WriteStartObject("delta"u8);
            _writer.WriteEndObject();
            FinishChunk(output, ChatWords.FinishOf(_finish, _calls > 0, request.Options));
            _isFinished = true;
        }

        if (!isWhole && _wantsUsage && !_hasUsage && (_usage ?? request.Options.Progress?.Record?.Usage) is { } usage)
        {
            _hasUsage = true;
            WriteUsage(output, usage);
        }

        output.Write(_end.IsEmpty ? Done : _end.Span);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        output.Write(Start);
        using (var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions))
        {
            OpenAIErrorWriter.Write(writer, error, requestId);
        }

        output.Write(End);
    }

    private void Remember(ChatResponseUpdate update)
    {
        _id ??= update.ResponseId;
        _model ??= update.ModelId;
        _created = _created == 0 && update.CreatedAt is { } at ? at.ToUnixTimeSeconds() : _created;
    }

    /// <summary>What stands beside the delta: the chances of its tokens go with it, the other two with every chunk from here on.</summary>
    private void RememberOthers(ChatResponseUpdate update)
    {
        if (update.AdditionalProperties is { } others)
        {
            _logprobs = others.GetValueOrDefault("logprobs") as JsonElement? ?? _logprobs;
            _tier = others.GetValueOrDefault("service_tier") as JsonElement? ?? _tier;
            _fingerprint = others.GetValueOrDefault("system_fingerprint") as JsonElement? ?? _fingerprint;
        }
    }

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
                WriteDelta(output, data, WriteAudio);
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
        Begin(output);
        _writer!.WriteStartObject("delta"u8);
        write(_writer, what);
        _writer.WriteEndObject();
        FinishChunk(output, finish: null);
    }

    /// <summary>A piece of speech; its words have gone before as text.</summary>
    private static void WriteAudio(Utf8JsonWriter writer, DataContent audio)
    {
        writer.WriteStartObject("audio"u8);
        if (audio.AdditionalProperties?.GetValueOrDefault(ChatMembers.AudioId)?.ToString() is { } id)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WriteString("data"u8, audio.Base64Data.Span);
        writer.WriteEndObject();
    }

    private void WriteDelta(IBufferWriter<byte> output, ReadOnlySpan<byte> member, string text)
    {
        WriteRole(output);
        Begin(output);
        _writer!.WriteStartObject("delta"u8);
        _writer.WriteString(member, text);
        _writer.WriteEndObject();
        FinishChunk(output, finish: null);
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
        Begin(output);
        _writer!.WriteStartObject("delta"u8);
        _writer.WriteStartArray("tool_calls"u8);
        ChatCallWriter.Write(_writer, call, request.Options, _calls++);
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        FinishChunk(output, finish: null);
    }

    private void WriteRole(IBufferWriter<byte> output)
    {
        _isTakenOver = true;
        if (_hasRole)
        {
            return;
        }

        _hasRole = true;
        var chances = _logprobs;
        _logprobs = null;
        Begin(output);
        _writer!.WriteStartObject("delta"u8);
        _writer.WriteString("role"u8, "assistant"u8);
        _writer.WriteString("content"u8, ""u8);
        _writer.WriteNull("refusal"u8);
        _writer.WriteEndObject();
        FinishChunk(output, finish: null);
        _logprobs = chances;
    }

    private void WriteUsage(IBufferWriter<byte> output, UsageDetails usage)
    {
        output.Write(Start);
        BeginObject(output);
        _writer!.WriteStartArray("choices"u8);
        _writer.WriteEndArray();
        ChatUsageWriter.Write(_writer, usage);
        EndObject(output);
    }

    private void Begin(IBufferWriter<byte> output)
    {
        output.Write(Start);
        BeginObject(output);
        _writer!.WriteStartArray("choices"u8);
        _writer.WriteStartObject();
        _writer.WriteNumber("index"u8, 0);
    }

    private void FinishChunk(IBufferWriter<byte> output, string? finish)
    {
        _writer!.WritePropertyName("logprobs"u8);
        if (_logprobs is { } chances)
        {
            chances.WriteTo(_writer);
            _logprobs = null;
        }
        else
        {
            _writer.WriteNullValue();
        }

        _writer.WriteString("finish_reason"u8, finish);
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        if (_wantsUsage)
        {
            _writer.WriteNull("usage"u8);
        }

        EndObject(output);
    }

    private void BeginObject(IBufferWriter<byte> output)
    {
        _writer ??= new(output, JsonValues.WriterOptions);
        _writer.Reset(output);
        _writer.WriteStartObject();
        _writer.WriteString("id"u8, _id ??= ChatWords.NewId());
        _writer.WriteString("object"u8, "chat.completion.chunk"u8);
        _writer.WriteNumber("created"u8, _created == 0 ? _created = time.GetUtcNow().ToUnixTimeSeconds() : _created);
        _writer.WriteString("model"u8, _model ??= request.Options.ModelId);
        if (_tier is { } tier)
        {
            _writer.WritePropertyName("service_tier"u8);
            tier.WriteTo(_writer);
        }

        if (_fingerprint is { } fingerprint)
        {
            _writer.WritePropertyName("system_fingerprint"u8);
            fingerprint.WriteTo(_writer);
        }
    }

    private void EndObject(IBufferWriter<byte> output)
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        output.Write(End);
    }
}
