using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes single chunks of a stream (protocols/openai.md §6), and remembers what all of them repeat. One instance for a stream; a hot path.</summary>
internal sealed class ChatChunks(ChatBody request, TimeProvider time)
{
    private static readonly byte[] Start = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private Utf8JsonWriter? _writer;
    private string? _id;
    private string? _model;
    private long _created;
    private JsonElement? _logprobs;
    private JsonElement? _tier;
    private JsonElement? _fingerprint;

    public void Remember(ChatResponseUpdate update)
    {
        _id ??= update.ResponseId;
        _model ??= update.ModelId;
        _created = _created == 0 && update.CreatedAt is { } at ? at.ToUnixTimeSeconds() : _created;
    }

    /// <summary>What stands beside the delta: the chances of its tokens go with it, the other two with every chunk from here on.</summary>
    public void RememberOthers(ChatResponseUpdate update)
    {
        if (update.AdditionalProperties is { } others)
        {
            _logprobs = others.GetValueOrDefault("logprobs") as JsonElement? ?? _logprobs;
            _tier = others.GetValueOrDefault("service_tier") as JsonElement? ?? _tier;
            _fingerprint = others.GetValueOrDefault("system_fingerprint") as JsonElement? ?? _fingerprint;
        }
    }

    /// <summary>Begins a chunk of the one choice; its delta is open, and the caller ends it.</summary>
    public Utf8JsonWriter BeginDelta(IBufferWriter<byte> output)
    {
        var writer = BeginObject(output);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WriteStartObject("delta"u8);
        return writer;
    }

    /// <param name="output">Where to.</param>
    /// <param name="finish">The finish reason of the last delta, else null.</param>
    /// <param name="isFirst">True for the chunk that says the role: the chances belong to the text after it.</param>
    public void EndDelta(IBufferWriter<byte> output, string? finish = null, bool isFirst = false)
    {
        _writer!.WriteEndObject();
        _writer.WritePropertyName("logprobs"u8);
        if (_logprobs is { } chances && !isFirst)
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
        if (request.WantsUsage)
        {
            _writer.WriteNull("usage"u8);
        }

        EndObject(output);
    }

    public void WriteUsage(IBufferWriter<byte> output, UsageDetails usage)
    {
        var writer = BeginObject(output);
        writer.WriteStartArray("choices"u8);
        writer.WriteEndArray();
        ChatUsageWriter.Write(writer, usage);
        EndObject(output);
    }

    private Utf8JsonWriter BeginObject(IBufferWriter<byte> output)
    {
        output.Write(Start);
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

        return _writer;
    }

    private void EndObject(IBufferWriter<byte> output)
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        output.Write(End);
    }
}
